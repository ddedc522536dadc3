package io.millrace.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Reads server-sent events as a browser does, one after the other. */
final class EventLines implements AutoCloseable {
  private static final Event END = new Event("closed", "", "");

  private final LinkedBlockingQueue<Event> events = new LinkedBlockingQueue<>();
  private final InputStream body;
  private final Thread reader;
  private volatile String lastId = "";

  /**
   * @param id the last id so far
   */
  record Event(String type, String data, String id) {}

  private EventLines(HttpResponse<InputStream> response) {
    if (response.statusCode() != 200) {
      throw new IllegalStateException("The server answered " + response.statusCode());
    }
    body = response.body();
    reader = new Thread(this::read, "events");
    reader.start();
  }

  static EventLines open(HttpRequest request) throws IOException, InterruptedException {
    return new EventLines(HttpClient.newHttpClient().send(request, BodyHandlers.ofInputStream()));
  }

  private void read() {
    Map<String, String> fields = new LinkedHashMap<>();
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.isEmpty()) {
          lastId = fields.getOrDefault("id", lastId);
          if (fields.containsKey("data")) {
            events.add(new Event(fields.get("event"), fields.get("data"), lastId));
          }
          fields.clear();
        } else {
          int colon = line.indexOf(": ");
          fields.put(line.substring(0, colon), line.substring(colon + 2));
        }
      }
    } catch (IOException e) {
      // Closed by one of the two.
    }
    events.add(END);
  }

  /** The next one, waited for. */
  Event next() throws InterruptedException {
    Event event = events.poll(20, TimeUnit.SECONDS);
    if (event == null) {
      throw new IllegalStateException("No event came in 20 s");
    }
    return event;
  }

  /** Those that have come and not been looked at. */
  int waiting() {
    return events.size();
  }

  String lastId() {
    return lastId;
  }

  boolean isClosed(Event event) {
    return event.equals(END);
  }

  @Override
  public void close() throws IOException {
    body.close();
  }
}
