package io.millrace.launcher.report;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.handoff.Json;
import io.millrace.handoff.Storage;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/** Why a step failed, as its job said it; the logs are the only place where that is kept. */
final class JobErrors {
  private static final String EVENT = "@millrace ";

  /** The event stands near the end; a log may have gigabytes. */
  private static final int TAIL_BYTES = 1 << 18;

  private JobErrors() {}

  /** The last error event of the newest log, null where it ends without one. */
  static @Nullable String last(Storage storage, Path logs) throws IOException {
    FileStatus[] files;
    try {
      files = storage.fs(logs).listStatus(logs);
    } catch (FileNotFoundException e) {
      return null;
    }
    FileStatus newest =
        Arrays.stream(files)
            .filter(FileStatus::isFile)
            .max(Comparator.comparing(file -> file.getPath().getName()))
            .orElse(null);
    return newest == null ? null : lastError(tail(storage, newest));
  }

  private static String tail(Storage storage, FileStatus file) throws IOException {
    byte[] end = new byte[(int) Math.min(TAIL_BYTES, file.getLen())];
    try (FSDataInputStream in = storage.fs(file.getPath()).open(file.getPath())) {
      in.readFully(file.getLen() - end.length, end);
    }
    return new String(end, StandardCharsets.UTF_8);
  }

  private static @Nullable String lastError(String text) {
    List<String> lines = text.lines().filter(line -> line.startsWith(EVENT)).toList();
    for (int i = lines.size() - 1; i >= 0; i--) {
      String message = message(lines.get(i).substring(EVENT.length()));
      if (message != null) {
        return message;
      }
    }
    return null;
  }

  private static @Nullable String message(String json) {
    try {
      JsonNode event =
          Json.read(json.getBytes(StandardCharsets.UTF_8), JsonNode.class, "event of a job");
      return event.path("event").asText().equals("error")
          ? Objects.requireNonNull(event.path("message").asText())
          : null;
    } catch (IOException e) {
      // Half a line at the start of the tail.
      return null;
    }
  }
}
