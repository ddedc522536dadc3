package io.millrace.catalog;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * One commit: all its actions happen, or none.
 *
 * @param version of the format
 * @param sequence its place in the log, from 1
 * @param uuid of the attempt to commit, by which a writer recognises its own entry
 * @param time ISO-8601 in UTC, by the writer's clock
 * @param prevSha256 of the previous entry's file, {@link Digests#NONE} in the first
 */
record LogEntry(
    int version,
    long sequence,
    String uuid,
    String time,
    String actor,
    String prevSha256,
    List<Action> actions) {
  static final int VERSION = 1;

  LogEntry {
    actions = List.copyOf(actions);
  }

  /** The time as entries have it, to the millisecond. */
  static String now() {
    return Instant.now().truncatedTo(ChronoUnit.MILLIS).toString();
  }

  byte[] encode() {
    return SealedJson.seal(this);
  }

  /**
   * @param file names the file in errors
   * @throws CatalogException if the bytes are not an entry as it was written
   */
  static LogEntry decode(byte[] content, String file) {
    return Json.read(SealedJson.unseal(content, file), LogEntry.class, file, VERSION);
  }
}
