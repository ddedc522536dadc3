package io.millrace.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.server.http.Limits;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What honest clients never send; benchmarks/hostile sends more of it. */
class HostileIT {
  private static final int REQUESTS = 3000;
  private static final Limits SMALL = new Limits(4, 64, 4096, 4096, 4096, 2000, 1024);

  @TempDir private static Path folder;
  private static RunningServer server;

  @BeforeAll
  static void start() throws IOException {
    server = RunningServer.withModels(folder, options -> options.opened().with(SMALL));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void answersAllWithoutAnErrorOfItsOwn() throws Exception {
    HostileRequests requests = new HostileRequests(20_240_131);
    RawClient client = new RawClient(server.server().uri());
    Map<Integer, Integer> counts = new TreeMap<>();
    List<String> wrong = new ArrayList<>();
    for (int i = 0; i < REQUESTS; i++) {
      byte[] request = requests.next();
      int status = client.send(request);
      counts.merge(status, 1, Integer::sum);
      if (status >= 500 && status != 501 && status != 505) {
        String text = new String(request, StandardCharsets.ISO_8859_1);
        wrong.add(status + " for " + text.substring(0, Math.min(400, text.length())));
      }
    }

    assertThat(wrong).isEmpty();
    assertThat(counts.keySet()).contains(200, 400, 404, 405);
    assertThat(server.get("/health").statusCode()).isEqualTo(200);
    assertThat(server.catalog().verify().problems()).isEmpty();
  }

  @Test
  void refusesLongBodies() throws Exception {
    String body = "{\"name\": \"%s\"}".formatted("x".repeat(5000));
    String path = RunningServer.API + "registered-models/get-latest-versions";
    assertThat(server.json("POST", path, body).statusCode()).isEqualTo(413);
    assertThat(
            server
                .send(
                    server
                        .request(path)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.fromPublisher(BodyPublishers.ofString(body))))
                .statusCode())
        .as("a body that does not tell its length")
        .isEqualTo(413);
  }

  /** Clients that stop in the middle take all places; others are told so, and not left waiting. */
  @Test
  void turnsAwayWhatItHasNoPlaceFor(@TempDir Path other) throws Exception {
    Limits patient = new Limits(1, 64, 4096, 4096, 4096, 60_000, 0);
    List<Socket> stopped = new ArrayList<>();
    try (RunningServer few =
        RunningServer.withModels(other, options -> options.opened().with(patient))) {
      // One more each time: the first may have come while the place was taken by the question.
      for (int status = 200; status != 429 && stopped.size() < 50; status = status(few)) {
        stopped.add(stopped(few));
      }
      assertThat(status(few)).isEqualTo(429);
      assertThat(few.get("/health").statusCode()).as("which needs no place").isEqualTo(200);
      for (Socket socket : stopped) {
        socket.close();
      }
      long end = System.nanoTime() + 30_000_000_000L;
      int status = status(few);
      while (status != 200 && System.nanoTime() < end) {
        status = status(few);
      }
      assertThat(status).as("when they are gone").isEqualTo(200);
    } finally {
      for (Socket socket : stopped) {
        socket.close();
      }
    }
  }

  private static int status(RunningServer few) throws Exception {
    return few.get(RunningServer.API + "registered-models/search").statusCode();
  }

  @Test
  void waitsForNoBodyThatDoesNotCome() throws Exception {
    try (Socket socket = stopped(server)) {
      socket.setSoTimeout(20_000);
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      assertThat(answer).contains("400").contains("it breaks off");
    }
  }

  private static Socket stopped(RunningServer to) throws IOException {
    Socket socket = new Socket(to.server().uri().getHost(), to.server().uri().getPort());
    socket
        .getOutputStream()
        .write(
            ("POST /models/ops/delay/1/invocations HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                    + "Content-Type: application/json\r\nContent-Length: 4000\r\n\r\n{\"")
                .getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  @Test
  void answersOnlyToNamesOfThisMachine() throws Exception {
    String answer =
        new RawClient(server.server().uri())
            .answer(
                "GET /health HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII));
    assertThat(answer).startsWith("HTTP/1.1 403").contains("error_code");
  }
}
