package io.millrace.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.catalog.Catalog;
import io.millrace.catalog.TinyModels;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * What a busy team asks of a server in an hour, in a twelfth of the time: it publishes, moves an
 * alias, resolves it, scores, and follows the alias; and looks afterwards whether anything is
 * missing or wrong. The same requests for one seed.
 */
public final class MixedLoad {
  private static final int PUBLISHED_PER_SECOND_X10 = 2;
  private static final int MOVED_PER_SECOND = 2;
  private static final int ASKED_PER_SECOND = 120;
  private static final String MODEL = "ops/load";
  private static final String ALIAS = "canary";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI server;
  private final Catalog catalog;
  private final long seconds;
  private final long seed;
  private final List<String> errors = Collections.synchronizedList(new ArrayList<>());
  private final List<Long> nanos = Collections.synchronizedList(new ArrayList<>());
  private final List<Integer> moves = Collections.synchronizedList(new ArrayList<>());

  /**
   * What came of it.
   *
   * @param requests that were answered
   * @param lost what should be there afterwards and is not
   * @param errors answers that were not right
   */
  public record Report(
      int published,
      int moved,
      int requests,
      List<String> lost,
      List<String> errors,
      double p99Ms) {}

  /**
   * @param catalog the one that the server serves, to look into afterwards
   */
  public MixedLoad(URI server, Catalog catalog, Duration time, long seed) {
    this.server = server;
    this.catalog = catalog;
    this.seconds = Math.max(1, time.toSeconds());
    this.seed = seed;
  }

  /** Returns when all is done. */
  public Report run() throws Exception {
    publish(0);
    move(1);
    int published = (int) (seconds * PUBLISHED_PER_SECOND_X10 / 10);
    int moved = (int) (seconds * MOVED_PER_SECOND);
    int asked = (int) (seconds * ASKED_PER_SECOND);
    HttpRequest events =
        request("/api/1/models/" + MODEL + "/aliases/" + ALIAS + "/events").build();
    ExecutorService threads = Executors.newCachedThreadPool();
    try (EventLines followed = EventLines.open(events)) {
      followed.next();
      moves.clear();
      List<Future<?>> work = new ArrayList<>();
      long[] seeds = new Random(seed).longs(2).toArray();
      work.add(threads.submit(() -> paced(published, i -> publish(i + 1))));
      work.add(threads.submit(() -> paced(moved, i -> moveSomewhere(new Random(seeds[0] + i)))));
      work.add(threads.submit(() -> paced(asked, this::resolve)));
      work.add(threads.submit(() -> paced(asked, i -> score(new Random(seeds[1] + i)))));
      for (Future<?> part : work) {
        part.get(seconds * 10 + 60, TimeUnit.SECONDS);
      }
      return new Report(
          published, moved, nanos.size(), lost(published + 1, followed), errors, p99Ms());
    } finally {
      threads.shutdownNow();
    }
  }

  private interface Call {
    void run(int number) throws Exception;
  }

  /** Each at its time, and timed from then, so that one that waits for another counts as slow. */
  private Void paced(int count, Call call) {
    long begin = System.nanoTime();
    long pause = TimeUnit.SECONDS.toNanos(seconds) / Math.max(1, count);
    for (int i = 0; i < count; i++) {
      long due = begin + i * pause;
      for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
        LockSupport.parkNanos(left);
      }
      try {
        call.run(i);
        nanos.add(System.nanoTime() - due);
      } catch (Exception e) {
        errors.add(e.toString());
      }
    }
    return null;
  }

  private void publish(int number) throws Exception {
    JsonNode begun = post("/api/2.0/millrace/uploads", "{\"name\": \"ops.load\"}");
    String source = begun.get("source").asText();
    String folder = source.replace("mlflow-artifacts:/", "/api/2.0/mlflow-artifacts/artifacts/");
    put(folder + "/model.onnx", TinyModels.delay());
    put(folder + "/signature.json", TinyModels.DELAY.toJson());
    post(
        "/api/2.0/mlflow/model-versions/create",
        "{\"name\": \"ops.load\", \"source\": \"%s\", \"run_id\": \"%s\"}"
            .formatted(source, run(number)));
  }

  private String run(int number) {
    return "load-%d-%d".formatted(seed, number);
  }

  private void moveSomewhere(Random random) throws Exception {
    int newest = catalog.entry(MODEL).versions().size();
    int last = moves.isEmpty() ? 1 : moves.get(moves.size() - 1);
    // To another than now, or else nothing moves.
    int target = 1 + random.nextInt(newest);
    if (target != last) {
      move(target);
    }
  }

  private void move(int version) throws Exception {
    post(
        "/api/2.0/mlflow/registered-models/alias",
        "{\"name\": \"ops.load\", \"alias\": \"%s\", \"version\": \"%d\"}"
            .formatted(ALIAS, version));
    moves.add(version);
  }

  private void resolve(int number) throws Exception {
    String path =
        number % 2 == 0
            ? "/api/1/models/" + MODEL + "/aliases/" + ALIAS
            : "/api/2.0/mlflow/registered-models/alias?name=ops.load&alias=" + ALIAS;
    JsonNode answer = JSON.readTree(sent(request(path).build()));
    JsonNode version = number % 2 == 0 ? answer : answer.get("model_version");
    if (version.get("version").asInt() < 1) {
      throw new IOException("no version in " + answer);
    }
  }

  private void score(Random random) throws Exception {
    int rows = random.nextInt(10) == 0 ? 100 : 1;
    int[] distances = random.ints(rows, 0, 3000).toArray();
    StringBuilder data = new StringBuilder();
    for (int distance : distances) {
      data.append(data.length() == 0 ? "" : ",").append("[\"AA\",").append(distance).append("]");
    }
    JsonNode scores =
        post(
                "/models/" + MODEL + "@" + ALIAS + "/invocations",
                "{\"dataframe_split\": {\"columns\": [\"carrier\", \"distance\"], \"data\": ["
                    + data
                    + "]}}")
            .get("predictions");
    for (int row = 0; row < rows; row++) {
      // 1000 for AA, 50 for a weekend that is missing, -2 days for a time that is.
      double expected = 1000 + 50 + distances[row] - 2;
      double found = scores.path(row).path("probability").asDouble();
      if (Math.abs(found - expected) > 0.01) {
        throw new IOException("score %s (expected %s)".formatted(found, expected));
      }
    }
  }

  /** What the catalog and the follower do not know of it. */
  private List<String> lost(int published, EventLines followed) throws InterruptedException {
    List<String> lost = new ArrayList<>(catalog.verify().problems());
    for (int number = 0; number < published; number++) {
      String run = run(number);
      if (catalog.entry(MODEL).versions().stream()
          .noneMatch(version -> run.equals(version.tags().get("mlflow.run_id")))) {
        lost.add("version of " + run);
      }
    }
    for (int move : moves) {
      String seen = followed.next().data();
      if (!seen.contains("\"version\":" + move + ",")) {
        lost.add("move to %d: the follower was told %s".formatted(move, seen));
        return lost;
      }
    }
    return lost;
  }

  private double p99Ms() {
    long[] sorted = nanos.stream().mapToLong(Long::longValue).toArray();
    Arrays.sort(sorted);
    return sorted.length == 0 ? 0 : sorted[(int) (sorted.length * 99L / 100)] / 1e6;
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(server.resolve(path)).timeout(Duration.ofSeconds(60));
  }

  private JsonNode post(String path, String body) throws Exception {
    return JSON.readTree(
        sent(
            request(path)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build()));
  }

  private void put(String path, byte[] content) throws Exception {
    sent(request(path).PUT(BodyPublishers.ofByteArray(content)).build());
  }

  private String sent(HttpRequest request) throws Exception {
    HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
    if (response.statusCode() != 200) {
      throw new IOException(
          "%s %s: %d %s"
              .formatted(
                  request.method(),
                  request.uri().getPath(),
                  response.statusCode(),
                  response.body()));
    }
    return response.body();
  }
}
