package io.millrace.server;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/** Requests that no honest client sends, the same ones for one seed. */
public final class HostileRequests {
  private static final List<String> PATHS =
      List.of(
          "/api/2.0/mlflow/registered-models/get",
          "/api/2.0/mlflow/registered-models/search",
          "/api/2.0/mlflow/registered-models/get-latest-versions",
          "/api/2.0/mlflow/registered-models/alias",
          "/api/2.0/mlflow/registered-models/set-tag",
          "/api/2.0/mlflow/registered-models/create",
          "/api/2.0/mlflow/model-versions/get",
          "/api/2.0/mlflow/model-versions/search",
          "/api/2.0/mlflow/model-versions/create",
          "/api/2.0/mlflow/model-versions/update",
          "/api/2.0/mlflow/model-versions/transition-stage",
          "/ajax-api/2.0/mlflow/model-versions/get-download-uri",
          "/api/2.0/mlflow-artifacts/artifacts",
          "/api/2.0/mlflow-artifacts/artifacts/models/ops.delay/1/model.onnx",
          "/api/2.0/mlflow-artifacts/artifacts/uploads/x/y",
          "/api/2.0/mlflow-artifacts/mpu/create/uploads/x",
          "/api/2.0/millrace/uploads",
          "/api/1/models/ops/delay/aliases/champion",
          "/model-versions/get-artifact",
          "/models/ops/delay@champion/invocations",
          "/models/ops/delay/1/invocations",
          "/metrics",
          "/health");
  private static final List<String> METHODS =
      List.of(
          "GET",
          "POST",
          "PUT",
          "PATCH",
          "DELETE",
          "HEAD",
          "OPTIONS",
          "TRACE",
          "CONNECT",
          "PROPFIND",
          "get",
          "G\u0000T",
          "",
          "POST POST");
  private static final List<String> NASTY =
      List.of(
          "..",
          "../..",
          "%2e%2e",
          "%252e%252e%252f",
          "..%2f",
          "%c0%ae%c0%ae",
          "%00",
          "%",
          "%zz",
          "%ff%fe",
          "//",
          "\\..\\",
          "#",
          "?",
          ";x=y",
          "~root",
          "/proc/self/root",
          "file:///etc/passwd",
          "ops.delay",
          "ops/delay",
          "ops.delay@champion",
          "'; DROP TABLE models; --",
          "${jndi:ldap://127.0.0.1/a}",
          "<script>alert(1)</script>",
          "\u202e",
          "-1",
          "0",
          "99999999999999999999",
          "1e400",
          "NaN",
          "null",
          "true",
          "[]",
          "{}",
          "latest",
          "v1",
          "name='a",
          "name LIKE '%%%%%%%%a%%%%%%%%b'",
          "tags.`a` = 'b' AND",
          "version_number > 'x'",
          "name DESC, name",
          "run_id IN (",
          "AAAA",
          "bmFtZQ");
  private static final List<String> PARAMETERS =
      List.of(
          "name",
          "version",
          "path",
          "alias",
          "filter",
          "order_by",
          "order_by[]",
          "max_results",
          "page_token",
          "after",
          "stages",
          "x");
  private static final List<String> FIELDS =
      List.of(
          "name",
          "version",
          "source",
          "key",
          "value",
          "tags",
          "alias",
          "stage",
          "stages",
          "description",
          "run_id",
          "archive_existing_versions",
          "dataframe_split",
          "dataframe_records",
          "inputs",
          "instances",
          "columns",
          "data",
          "carrier",
          "distance",
          "params");

  private final Random random;

  public HostileRequests(long seed) {
    random = new Random(seed);
  }

  /** The bytes of the next request, which may be no HTTP at all. */
  public byte[] next() {
    if (random.nextInt(25) == 0) {
      byte[] noise = new byte[1 + random.nextInt(600)];
      random.nextBytes(noise);
      return noise;
    }
    byte[] body = random.nextInt(3) == 0 ? new byte[0] : body();
    ByteArrayOutputStream request = new ByteArrayOutputStream();
    write(request, head(body.length));
    request.writeBytes(body);
    return request.toByteArray();
  }

  private String head(int length) {
    StringBuilder head = new StringBuilder();
    head.append(random.nextInt(8) == 0 ? pick(METHODS) : pick(METHODS.subList(0, 6)));
    head.append(' ').append(target()).append(random.nextInt(60) == 0 ? " HTTP/9.9" : " HTTP/1.1");
    head.append("\r\nHost: ").append(random.nextInt(40) == 0 ? pick(NASTY) : "127.0.0.1");
    head.append("\r\nConnection: close\r\n");
    head.append(random.nextInt(8) == 0 ? "" : "Content-Type: application/json\r\n");
    head.append(lengthHeader(length));
    for (int i = random.nextInt(3); i > 0; i--) {
      head.append(header());
    }
    return head.append("\r\n").toString();
  }

  private String lengthHeader(int length) {
    return switch (random.nextInt(30)) {
      case 0 -> "Content-Length: -5\r\n";
      case 1 -> "Content-Length: 99999999999999\r\n";
      case 2 -> "Content-Length: " + (length + 10) + "\r\n";
      case 3 -> "Transfer-Encoding: chunked\r\nContent-Length: " + length + "\r\n";
      case 4 -> "Transfer-Encoding: gzip, chunked, x\r\n";
      case 5 -> "Transfer-Encoding: chunked\r\n";
      case 6 -> "Content-Length: 1\r\nContent-Length: 2\r\n";
      default -> "Content-Length: " + length + "\r\n";
    };
  }

  private String header() {
    return switch (random.nextInt(9)) {
      case 0 -> "Authorization: Bearer " + pick(NASTY) + "\r\n";
      case 1 -> "Authorization: Basic " + pick(NASTY) + "\r\n";
      case 2 -> "Range: bytes=" + pick(NASTY) + "-" + pick(NASTY) + "\r\n";
      case 3 -> "Range: bytes=" + random.nextInt(9999) + "-" + random.nextInt(9999) + "\r\n";
      case 4 -> "X-Request-Id: " + pick(NASTY) + "\r\n";
      case 5 -> "X-Long: " + "a".repeat(random.nextInt(20_000)) + "\r\n";
      case 6 -> "If-None-Match: " + pick(NASTY) + "\r\n";
      case 7 -> "Expect: 100-continue\r\n";
      default -> pick(NASTY) + ": " + pick(NASTY) + "\r\n";
    };
  }

  private String target() {
    StringBuilder target = new StringBuilder(pick(PATHS));
    for (int i = random.nextInt(3); i > 0; i--) {
      target.insert(random.nextInt(target.length() + 1), pick(NASTY).replace(" ", "%20"));
    }
    if (random.nextInt(50) == 0) {
      target.append("/a".repeat(random.nextInt(5000)));
    }
    char separator = '?';
    for (int i = random.nextInt(4); i > 0; i--) {
      target.append(separator).append(pick(PARAMETERS)).append('=');
      target.append(pick(NASTY).replace(" ", "%20"));
      separator = '&';
    }
    return target.toString();
  }

  private byte[] body() {
    String text =
        switch (random.nextInt(8)) {
          case 0 -> "[".repeat(1 + random.nextInt(20_000));
          case 1 -> "{\"name\":".repeat(1 + random.nextInt(3000));
          case 2 -> "{\"name\": 1" + "0".repeat(random.nextInt(5000)) + "}";
          case 3 -> "{\"name\": \"" + "x".repeat(random.nextInt(50_000)) + "\"}";
          case 4 -> pick(NASTY);
          default -> value(3);
        };
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (random.nextInt(4) == 0 && bytes.length > 0) {
      for (int i = 1 + random.nextInt(4); i > 0; i--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
    }
    return bytes;
  }

  private String value(int depth) {
    if (depth > 0 && random.nextInt(4) > 0) {
      StringBuilder fields = new StringBuilder("{");
      for (int i = random.nextInt(5); i >= 0; i--) {
        fields.append('"').append(pick(FIELDS)).append("\": ").append(value(depth - 1));
        fields.append(i > 0 ? "," : "");
      }
      return fields.append('}').toString();
    }
    return switch (random.nextInt(7)) {
      case 0 -> "[" + value(0) + "," + value(Math.max(0, depth - 1)) + "]";
      case 1 -> Double.toString(random.nextGaussian() * 1e300);
      case 2 -> "null";
      case 3 -> "true";
      case 4 -> Integer.toString(random.nextInt());
      case 5 -> "[]";
      default -> "\"" + pick(NASTY).replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    };
  }

  private String pick(List<String> from) {
    return from.get(random.nextInt(from.size()));
  }

  private static void write(ByteArrayOutputStream out, String text) {
    out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
  }
}
