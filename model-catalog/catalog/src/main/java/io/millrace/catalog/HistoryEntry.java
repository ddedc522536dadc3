package io.millrace.catalog;

import org.jspecify.annotations.Nullable;

/**
 * One thing that happened to a model.
 *
 * @param sequence of the log entry; history is ordered by it, never by time
 * @param time ISO-8601 in UTC, by the actor's clock
 * @param actor who did it
 * @param action {@code register}, {@code version} or {@code alias}
 * @param version the version that was added, or that the alias moved to
 * @param alias the alias that moved
 * @param previousVersion where the alias pointed before; null where it is new
 * @param reason why, or the status of an added version; may be empty
 */
public record HistoryEntry(
    long sequence,
    String time,
    String actor,
    String action,
    @Nullable Integer version,
    @Nullable String alias,
    @Nullable Integer previousVersion,
    String reason) {}
