package io.millrace.server.web;

import io.millrace.server.api.ApiException;
import io.millrace.server.api.ErrorCode;
import io.millrace.server.http.Exchange;
import io.millrace.server.http.Reply;
import io.millrace.server.http.Route;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Stream;

/** The files that pages load. Their addresses hold a digest of them, so browsers keep them. */
final class Assets {
  private static final Asset STYLE = Asset.read("style.css", "text/css; charset=utf-8");
  private static final Asset ICON = Asset.read("icon.svg", "image/svg+xml");
  private static final Map<String, Asset> BY_NAME = Map.of(STYLE.name(), STYLE, ICON.name(), ICON);

  private Assets() {}

  /** The address of the style sheet. */
  static String style() {
    return "/assets/" + STYLE.name();
  }

  /** The address of the icon. */
  static String icon() {
    return "/assets/" + ICON.name();
  }

  static Stream<Route> routes() {
    return Stream.of(Route.openPage("GET", "/assets/{name}", Assets::get));
  }

  private static Reply get(Exchange exchange) {
    Asset asset = BY_NAME.get(exchange.path("name"));
    if (asset == null) {
      throw new ApiException(
          ErrorCode.RESOURCE_DOES_NOT_EXIST,
          "Cannot find that file of the pages: there is none of that name (expected one that a page names).");
    }
    return Reply.bytes(asset.contentType(), asset.content())
        .with("Cache-Control", "public, max-age=31536000, immutable");
  }

  private record Asset(String name, String contentType, byte[] content) {
    static Asset read(String file, String contentType) {
      try (InputStream in = Assets.class.getResourceAsStream(file)) {
        if (in == null) {
          throw new IllegalStateException("Resource " + file + " is not in the jar");
        }
        byte[] content = in.readAllBytes();
        String digest = HexFormat.of().formatHex(sha256(content)).substring(0, 16);
        return new Asset(digest + "-" + file, contentType, content);
      } catch (IOException e) {
        throw new UncheckedIOException("Cannot read resource " + file, e);
      }
    }

    private static byte[] sha256(byte[] content) {
      try {
        return MessageDigest.getInstance("SHA-256").digest(content);
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("Every Java runtime has SHA-256", e);
      }
    }
  }
}
