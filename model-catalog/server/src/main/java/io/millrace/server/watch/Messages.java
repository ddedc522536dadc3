package io.millrace.server.watch;

import io.millrace.catalog.Commit;
import io.millrace.catalog.EventType;
import io.millrace.catalog.HistoryEntry;
import io.millrace.server.http.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What happened, as followers and webhooks are told: {@code {"type": ..., "timestamp": ..., "data":
 * {...}}}, the form of Standard Webhooks.
 */
public final class Messages {
  private Messages() {}

  /** Of one thing that happened, as JSON in UTF-8 on one line. */
  public static byte[] of(Commit commit, EventType type, HistoryEntry entry) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("sequence", commit.sequence());
    put(data, "model", entry.model());
    put(data, "version", entry.version());
    put(data, "alias", entry.alias());
    put(data, "previous_version", entry.previousVersion());
    data.put("action", entry.action());
    data.put("actor", entry.actor());
    data.put("reason", entry.reason());
    return of(type.text(), entry.time(), data);
  }

  /** Of something else. */
  public static byte[] of(String type, String time, Map<String, Object> data) {
    Map<String, Object> message = new LinkedHashMap<>();
    message.put("type", type);
    message.put("timestamp", time);
    message.put("data", data);
    return Json.bytes(message);
  }

  private static void put(Map<String, Object> data, String key, @Nullable Object value) {
    if (value != null) {
      data.put(key, value);
    }
  }
}
