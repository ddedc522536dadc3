package io.millrace.server.artifact;

import io.millrace.catalog.Artifact;
import io.millrace.catalog.VersionContent;
import io.millrace.server.http.DigestField;
import io.millrace.server.http.Exchange;
import io.millrace.server.http.Reply;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/** A file of a version as a reply, whole or in part. */
public final class FileReply {
  private static final int BUFFER_BYTES = 1 << 16;

  private FileReply() {}

  /** All of it, or what the request's headers ask for. */
  public static Reply of(Exchange exchange, VersionContent content, Artifact file) {
    String tag = "\"" + file.sha256() + "\"";
    Map<String, String> headers = headers(file, tag);
    if (exchange.header("If-None-Match").filter(known -> matches(known, tag)).isPresent()) {
      return new Reply(304, headers, -1, out -> {});
    }
    Optional<ByteRange> range =
        exchange
            .header("Range")
            // A part of another file than the client has would not fit to what it has.
            .filter(any -> exchange.header("If-Range").map(tag::equals).orElse(true))
            .flatMap(header -> ByteRange.parse(header, file.size()));
    return range.isEmpty()
        ? new Reply(200, headers, file.size(), out -> whole(content, file, out))
        : new Reply(
                206, headers, range.get().length(), out -> part(content, file, range.get(), out))
            .with("Content-Range", range.get().contentRange(file.size()));
  }

  private static Map<String, String> headers(Artifact file, String tag) {
    String name = file.path().substring(file.path().lastIndexOf('/') + 1);
    byte[] sha256 = HexFormat.of().parseHex(file.sha256());
    Map<String, String> headers = new HashMap<>();
    headers.put("Content-Type", "application/octet-stream");
    // Never shown by a browser, whatever is inside.
    headers.put("Content-Disposition", "attachment; filename=\"" + name + "\"");
    headers.put("Accept-Ranges", "bytes");
    headers.put("ETag", tag);
    headers.put("Repr-Digest", DigestField.of(sha256));
    headers.put("Digest", "sha-256=" + Base64.getEncoder().encodeToString(sha256));
    headers.put("Cache-Control", "private, max-age=31536000, immutable");
    return headers;
  }

  private static boolean matches(String known, String tag) {
    return known.strip().equals("*") || known.contains(tag);
  }

  private static void whole(VersionContent content, Artifact file, OutputStream out)
      throws IOException {
    HeldBackOutputStream held = new HeldBackOutputStream(out);
    content.copy(file, held);
    held.release();
  }

  private static void part(VersionContent content, Artifact file, ByteRange range, OutputStream out)
      throws IOException {
    byte[] buffer = new byte[BUFFER_BYTES];
    try (InputStream in = content.open(file, range.first())) {
      long left = range.length();
      while (left > 0) {
        int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
        if (read < 0) {
          throw new EOFException("File '%s' is shorter than published".formatted(file.path()));
        }
        out.write(buffer, 0, read);
        left -= read;
      }
    }
  }
}
