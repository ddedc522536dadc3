package io.millrace.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;

/** Asks for pages as a browser does, and keeps between requests what a browser keeps. */
final class PageClient {
  private final RunningServer server;
  private String cookie = "";

  PageClient(RunningServer server) {
    this.server = server;
  }

  /** Somebody who has signed in. */
  static PageClient signedIn(RunningServer server, String who)
      throws IOException, InterruptedException {
    PageClient client = new PageClient(server);
    HttpResponse<String> response = client.signIn(WebModels.token(server.catalog(), who));
    assertThat(response.statusCode()).as(response.body()).isEqualTo(303);
    return client;
  }

  HttpResponse<String> signIn(String token) throws IOException, InterruptedException {
    return post("/sign-in", page("/sign-in"), Map.of("token", token, "next", "/audit"));
  }

  String cookie() {
    return cookie;
  }

  void show(String otherCookie) {
    cookie = otherCookie;
  }

  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return send(server.request(path));
  }

  Document page(String path) throws IOException, InterruptedException {
    return Jsoup.parse(get(path).body());
  }

  /** Sends a form with the key that stands in a page. */
  HttpResponse<String> post(String path, Document page, Map<String, String> fields)
      throws IOException, InterruptedException {
    return post(path, page, fields, server.uri("").toString());
  }

  HttpResponse<String> post(String path, Document page, Map<String, String> fields, String origin)
      throws IOException, InterruptedException {
    String key = page.select("input[name=form-key]").attr("value");
    String body =
        fields.entrySet().stream()
            .map(field -> "&" + field.getKey() + "=" + encoded(field.getValue()))
            .collect(Collectors.joining("", "form-key=" + encoded(key), ""));
    return send(
        server
            .request(path)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header("Origin", origin)
            .POST(BodyPublishers.ofString(body)));
  }

  HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
    request.header("Accept", "text/html,*/*;q=0.8");
    if (!cookie.isEmpty()) {
      request.header("Cookie", cookie);
    }
    HttpResponse<String> response = server.send(request);
    response
        .headers()
        .firstValue("Set-Cookie")
        .ifPresent(header -> cookie = header.substring(0, header.indexOf(';')));
    return response;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
