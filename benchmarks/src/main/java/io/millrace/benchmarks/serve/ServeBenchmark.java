package io.millrace.benchmarks.serve;

import com.sun.management.OperatingSystemMXBean;
import io.millrace.benchmarks.measure.Child;
import io.millrace.benchmarks.measure.Figures;
import io.millrace.benchmarks.measure.Scratch;
import io.millrace.catalog.Batch;
import io.millrace.catalog.Catalog;
import io.millrace.catalog.OnnxScorer;
import io.millrace.catalog.TinyModels;
import io.millrace.server.CatalogServer;
import io.millrace.server.ServerOptions;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/**
 * Measures scoring over HTTP with a model of the shape of the demo's, beside ONNX Runtime in a loop
 * on as many threads, in turns; and how fast an alias is resolved in a catalog of many versions.
 * The client is a process of its own on the same processors, and what it takes of them is told.
 * Exit code 1: a limit was missed, 2: wrong arguments.
 */
public final class ServeBenchmark {
  private static final double LIMIT_BATCH_RATIO = 0.7;
  private static final double LIMIT_RESOLVE_P99_MS = 20;
  private static final String RATIO = "serve.batchRatio";
  private static final int BATCH = 1000;
  private static final int WARM_ROUNDS = 2;
  private static final String MODEL = "ops/network";
  private static final byte[] ONNX = DelayModel.onnx();
  private static final Map<String, Integer> DEFAULTS =
      Map.of("--rounds", 11, "--seconds", 3, "--threads", 2, "--versions", 10_000);

  private final int threads;
  private final int seconds;
  private final Path scratch;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private ServeBenchmark(int threads, int seconds, Path scratch) {
    this.threads = threads;
    this.seconds = seconds;
    this.scratch = scratch;
  }

  /** Arguments: the source tree, and {@code --rounds N --seconds N --threads N --versions N}. */
  public static void main(String[] arguments) throws Exception {
    Map<String, Integer> options = Options.parse(arguments, DEFAULTS);
    Path scratch = Scratch.create("millrace-serve-");
    Catalog catalog = Catalog.open(scratch.resolve("catalog").toString());
    catalog.publish(DelayModel.publication(MODEL, ONNX));
    ServeBenchmark benchmark =
        new ServeBenchmark(options.get("--threads"), options.get("--seconds"), scratch);
    boolean met;
    try (CatalogServer server =
        CatalogServer.start(catalog, ServerOptions.local(scratch.resolve("uploads")))) {
      met = benchmark.scores(server.uri(), options.get("--rounds"));
      for (int run = 1; run < options.get("--versions"); run++) {
        catalog.publish(TinyModels.opaque("run-" + run));
      }
      met &= benchmark.resolves(server.uri(), options.get("--versions"));
    }
    System.exit(met ? 0 : 1);
  }

  private boolean scores(URI server, int rounds) throws Exception {
    Map<String, List<Double>> figures = new LinkedHashMap<>();
    // The first rounds are Java's compiler's.
    for (int round = -WARM_ROUNDS; round < rounds; round++) {
      round(server, round < 0 ? new LinkedHashMap<>() : figures);
    }
    figures.forEach(ServeBenchmark::print);
    return Figures.median(figures.get(RATIO)) >= LIMIT_BATCH_RATIO;
  }

  private void round(URI server, Map<String, List<Double>> figures) throws Exception {
    List<DelayModel.Row> rows = DelayModel.rows(BATCH);
    double before = processorSeconds();
    Load loop = loop(BATCH);
    double rowsPerProcessor = loop.perSecond() * BATCH * seconds / (processorSeconds() - before);
    add(figures, "serve.loop.rowsPerSecond", loop.perSecond() * BATCH);
    add(figures, "serve.loopOfOne.rowsPerSecond", loop(1).perSecond());
    add(figures, "serve.sdk.rowsPerSecond", sdk().perSecond() * BATCH);
    Client columns = over(server, DelayModel.columns(rows));
    add(figures, "batch", columns, loop.perSecond(), rowsPerProcessor);
    Client split = over(server, DelayModel.split(rows));
    add(figures, "split", split, loop.perSecond(), rowsPerProcessor);
    Client single = over(server, DelayModel.split(DelayModel.rows(1)));
    add(figures, "serve.single.requestsPerSecond", single.load.perSecond());
    add(figures, "serve.single.p99Ms", single.load.p99Ms());
    add(figures, "serve.single.clientProcessors", single.processors);
  }

  private Load loop(int count) throws Exception {
    List<OnnxLoop> loops = new ArrayList<>();
    try {
      while (loops.size() < threads) {
        loops.add(new OnnxLoop(ONNX, count));
      }
      return Load.of(threads, seconds, List.copyOf(loops));
    } finally {
      for (OnnxLoop loop : loops) {
        loop.close();
      }
    }
  }

  private Load sdk() throws Exception {
    try (OnnxScorer scorer = OnnxScorer.open(ONNX, DelayModel.signature(), threads)) {
      return Load.of(threads, seconds, calls(() -> sdk(scorer)));
    }
  }

  private static void add(
      Map<String, List<Double>> figures,
      String format,
      Client client,
      double loopsPerSecond,
      double rowsPerProcessor) {
    String name = "serve." + format;
    double rowsPerSecond = client.load.perSecond() * BATCH;
    double processors = client.processors + client.serverProcessors;
    add(figures, name + ".rowsPerSecond", rowsPerSecond);
    add(figures, name + ".p99Ms", client.load.p99Ms());
    add(figures, name + ".clientProcessors", client.processors);
    add(figures, name + "Ratio", client.load.perSecond() / loopsPerSecond);
    add(figures, name + "ProcessorRatio", rowsPerSecond / processors / rowsPerProcessor);
  }

  private static void add(Map<String, List<Double>> figures, String name, double value) {
    figures.computeIfAbsent(name, any -> new ArrayList<>()).add(value);
  }

  private static void print(String name, List<Double> values) {
    Map<String, Object> more = Figures.spread(values);
    if (name.equals(RATIO)) {
      more.put("limit", LIMIT_BATCH_RATIO);
    }
    Figures.print(name, Figures.rounded(Figures.median(values)), more);
  }

  /**
   * What a process of clients did.
   *
   * @param processors that it took on average
   * @param serverProcessors that the server took meanwhile
   */
  private record Client(Load load, double processors, double serverProcessors) {}

  private static double processorSeconds() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
            .getProcessCpuTime()
        / 1e9;
  }

  private Client over(URI server, byte[] json) throws Exception {
    Path body = scratch.resolve("body.json");
    Files.write(body, json);
    String path = "/models/" + MODEL + "@champion/invocations";
    try (Child child =
        Child.start(
            LoadClient.class,
            server.getHost(),
            String.valueOf(server.getPort()),
            path,
            body.toString(),
            String.valueOf(threads),
            String.valueOf(seconds))) {
      child.awaitReady();
      double before = processorSeconds();
      String[] figures = child.finish().get(0).split(" ", -1);
      return new Client(
          new Load(Double.parseDouble(figures[0]), Double.parseDouble(figures[1])),
          Double.parseDouble(figures[2]) / seconds,
          (processorSeconds() - before) / seconds);
    }
  }

  private boolean resolves(URI server, int versions) throws Exception {
    URI alias =
        server.resolve("/api/2.0/mlflow/registered-models/alias?name=ops.delay&alias=champion");
    Callable<Void> call = () -> ok(HttpRequest.newBuilder(alias).build());
    call.call();
    Load load = Load.of(threads, seconds, calls(() -> call));
    Figures.print(
        "serve.resolve.p99Ms",
        Figures.rounded(load.p99Ms()),
        Map.of(
            "limit", LIMIT_RESOLVE_P99_MS,
            "versions", versions,
            "requestsPerSecond", Figures.rounded(load.perSecond())));
    return load.p99Ms() < LIMIT_RESOLVE_P99_MS;
  }

  private List<Callable<Void>> calls(Callable<Callable<Void>> each) throws Exception {
    List<Callable<Void>> calls = new ArrayList<>();
    for (int thread = 0; thread < threads; thread++) {
      calls.add(each.call());
    }
    return calls;
  }

  private static Callable<Void> sdk(OnnxScorer scorer) {
    Batch batch = scorer.batch(BATCH);
    List<DelayModel.Row> rows = DelayModel.rows(BATCH);
    return () -> {
      for (int row = 0; row < BATCH; row++) {
        rows.get(row).set(batch, row);
      }
      if (batch.score(BATCH).rows() != BATCH) {
        throw new IllegalStateException("Rows are missing");
      }
      return null;
    };
  }

  private Void ok(HttpRequest request) throws Exception {
    HttpResponse<byte[]> response = client.send(request, BodyHandlers.ofByteArray());
    if (response.statusCode() != 200) {
      throw new IllegalStateException("The server answered " + response.statusCode());
    }
    return null;
  }
}
