package io.millrace.launcher.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ServeCommandIT {
  private static final Pattern URL = Pattern.compile("http://[0-9.]+:\\d+");

  @TempDir private Path folder;

  @Test
  void servesUntilItIsEnded() throws Exception {
    Announcement out = new Announcement();
    CommandLine command = new CommandLine(new ServeCommand()).setOut(new PrintWriter(out, true));
    CompletableFuture<Integer> code = new CompletableFuture<>();
    Thread serving =
        new Thread(
            () ->
                code.complete(
                    command.execute(
                        "--port",
                        "0",
                        "--catalog",
                        text("catalog"),
                        "--uploads",
                        text("uploads"))));
    serving.start();

    URI server = out.url.get(60, TimeUnit.SECONDS);
    assertThat(
            HttpClient.newHttpClient()
                .send(
                    HttpRequest.newBuilder(server.resolve("/ready")).build(),
                    BodyHandlers.ofString())
                .body())
        .contains("ready");
    serving.interrupt();
    assertThat(code.get(60, TimeUnit.SECONDS)).isZero();
  }

  @Test
  void doesNotListenToOthersWithoutRoles() {
    StringWriter err = new StringWriter();
    CommandLine command = new CommandLine(new ServeCommand()).setErr(new PrintWriter(err, true));
    int code =
        command.execute(
            "--host",
            "0.0.0.0",
            "--port",
            "0",
            "--catalog",
            text("catalog"),
            "--uploads",
            text("uploads"));

    assertThat(code).isNotZero();
    assertThat(err.toString()).contains("Cannot serve on '0.0.0.0'", "--open");
  }

  private String text(String name) {
    return folder.resolve(name).toString();
  }

  /** Waits for the line that tells the address. */
  private static final class Announcement extends Writer {
    private final StringBuilder text = new StringBuilder();
    private final CompletableFuture<URI> url = new CompletableFuture<>();

    @Override
    public void write(char[] characters, int offset, int length) {
      text.append(characters, offset, length);
      Matcher found = URL.matcher(text);
      if (text.indexOf("\n") >= 0 && found.find()) {
        url.complete(URI.create(found.group()));
      }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
