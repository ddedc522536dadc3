package io.millrace.benchmarks.serve;

import io.millrace.benchmarks.measure.Figures;
import io.millrace.benchmarks.measure.Scratch;
import io.millrace.catalog.ArtifactSource;
import io.millrace.catalog.Batch;
import io.millrace.catalog.Catalog;
import io.millrace.catalog.OnnxScorer;
import io.millrace.catalog.Publication;
import io.millrace.catalog.Signature;
import io.millrace.catalog.TinyModels;
import io.millrace.server.CatalogServer;
import io.millrace.server.ServerOptions;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;

/**
 * Measures scoring over HTTP, beside ONNX Runtime in a loop on as many threads, in turns; and how
 * fast an alias is resolved in a catalog of many versions. Clients and server share the machine.
 * Exit code 1: a limit was missed, 2: wrong arguments.
 */
public final class ServeBenchmark {
  private static final double LIMIT_BATCH_RATIO = 0.7;
  private static final double LIMIT_RESOLVE_P99_MS = 20;
  private static final int BATCH = 1000;
  private static final int COLUMNS = 20;
  private static final Signature SIGNATURE = TinyModels.numbers(COLUMNS);
  private static final byte[] MODEL = TinyModels.network(COLUMNS, 256, 128);
  private static final Map<String, Integer> DEFAULTS =
      Map.of("--rounds", 5, "--seconds", 3, "--threads", 2, "--versions", 10_000);

  private final int threads;
  private final int seconds;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private ServeBenchmark(int threads, int seconds) {
    this.threads = threads;
    this.seconds = seconds;
  }

  /** Arguments: the source tree, and {@code --rounds N --seconds N --threads N --versions N}. */
  public static void main(String[] arguments) throws Exception {
    Map<String, Integer> options = Options.parse(arguments, DEFAULTS);
    Path scratch = Scratch.create("millrace-serve-");
    Catalog catalog = Catalog.open(scratch.resolve("catalog").toString());
    catalog.publish(publication());
    ServeBenchmark benchmark =
        new ServeBenchmark(options.get("--threads"), options.get("--seconds"));
    boolean met;
    try (CatalogServer server =
        CatalogServer.start(catalog, ServerOptions.local(scratch.resolve("uploads")))) {
      met = benchmark.scores(server.uri(), options.get("--rounds"));
      for (int run = 1; run < options.get("--versions"); run++) {
        catalog.publish(TinyModels.opaque("run-" + run));
      }
      met &= benchmark.resolves(server.uri(), options.get("--versions"));
    }
    Scratch.delete(scratch);
    System.exit(met ? 0 : 1);
  }

  private static Publication publication() {
    return new Publication(
        "ops/network",
        "run-0",
        Map.of(
            "model.onnx", ArtifactSource.of(MODEL),
            "signature.json", ArtifactSource.of(SIGNATURE.toJson())),
        Map.of(),
        Map.of(),
        true,
        List.of("champion"));
  }

  private boolean scores(URI server, int rounds) throws Exception {
    List<Double> ratios = new ArrayList<>();
    List<Double> loops = new ArrayList<>();
    List<Double> batches = new ArrayList<>();
    List<Double> singles = new ArrayList<>();
    List<Double> singleP99 = new ArrayList<>();
    List<Double> batchP99 = new ArrayList<>();
    try (OnnxScorer scorer = OnnxScorer.open(MODEL, SIGNATURE)) {
      // The first round is Java's compiler's.
      for (int round = 0; round <= rounds; round++) {
        Load loop = Load.of(threads, seconds, calls(() -> loop(scorer)));
        Load batch = Load.of(threads, seconds, calls(() -> post(server, BATCH)));
        Load single = Load.of(threads, seconds, calls(() -> post(server, 1)));
        if (round > 0) {
          ratios.add(batch.perSecond() / loop.perSecond());
          loops.add(loop.perSecond() * BATCH);
          batches.add(batch.perSecond() * BATCH);
          batchP99.add(batch.p99Ms());
          singles.add(single.perSecond());
          singleP99.add(single.p99Ms());
        }
      }
    }
    print("serve.single.requestsPerSecond", singles);
    print("serve.single.p99Ms", singleP99);
    print("serve.batch.rowsPerSecond", batches);
    print("serve.batch.p99Ms", batchP99);
    print("serve.loop.rowsPerSecond", loops);
    Map<String, Object> more = Figures.spread(ratios);
    more.put("limit", LIMIT_BATCH_RATIO);
    Figures.print("serve.batchRatio", Figures.rounded(Figures.median(ratios)), more);
    return Figures.median(ratios) >= LIMIT_BATCH_RATIO;
  }

  private static void print(String name, List<Double> values) {
    Figures.print(name, Figures.rounded(Figures.median(values)), Figures.spread(values));
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

  /** Cells are set anew for each batch, as the server must. */
  private static Callable<Void> loop(OnnxScorer scorer) {
    Batch batch = scorer.batch(BATCH);
    double[][] rows = rows(BATCH);
    return () -> {
      for (int row = 0; row < BATCH; row++) {
        for (int column = 0; column < COLUMNS; column++) {
          batch.setDouble(column, row, rows[row][column]);
        }
      }
      if (batch.score(BATCH).rows() != BATCH) {
        throw new IllegalStateException("Rows are missing");
      }
      return null;
    };
  }

  private Callable<Void> post(URI server, int count) {
    HttpRequest request =
        HttpRequest.newBuilder(server.resolve("/models/ops/network@champion/invocations"))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body(rows(count))))
            .build();
    return () -> ok(request);
  }

  private Void ok(HttpRequest request) throws Exception {
    HttpResponse<byte[]> response = client.send(request, BodyHandlers.ofByteArray());
    if (response.statusCode() != 200) {
      throw new IllegalStateException("The server answered " + response.statusCode());
    }
    return null;
  }

  private static double[][] rows(int count) {
    Random random = new Random(count);
    double[][] rows = new double[count][COLUMNS];
    for (double[] row : rows) {
      for (int column = 0; column < COLUMNS; column++) {
        row[column] = Math.round(random.nextGaussian() * 1000) / 1000.0;
      }
    }
    return rows;
  }

  private static String body(double[][] rows) {
    StringBuilder body = new StringBuilder("{\"dataframe_split\": {\"columns\": [");
    for (int column = 0; column < COLUMNS; column++) {
      body.append(column == 0 ? "" : ", ").append("\"x").append(column).append('"');
    }
    body.append("], \"data\": [");
    for (int row = 0; row < rows.length; row++) {
      body.append(row == 0 ? "[" : ", [");
      for (int column = 0; column < COLUMNS; column++) {
        body.append(column == 0 ? "" : ", ").append(rows[row][column]);
      }
      body.append(']');
    }
    return body.append("]}}").toString();
  }
}
