package io.millrace.catalog;

import org.jspecify.annotations.Nullable;

/**
 * One thing that happened in a catalog, or was refused.
 *
 * @param sequence of the log entry; history is ordered by it, never by time. That of an imported
 *     entry is of the catalog where it happened.
 * @param time ISO-8601 in UTC, by the actor's clock
 * @param actor who did it
 * @param action {@code register}, {@code version}, {@code alias}, {@code remove-alias}, {@code
 *     approved}, {@code rejected}, {@code active}, {@code deprecated}, {@code archived}, {@code
 *     description}, {@code tag}, {@code card}, {@code roles}, {@code create-token}, {@code
 *     revoke-token}, {@code add-webhook}, {@code remove-webhook}, {@code collect-garbage}, {@code
 *     refused} or, for what happened where a model came from, {@code imported} with one of them
 * @param model null where it concerns none
 * @param version the version that was added, or that it is about
 * @param alias the alias that moved
 * @param previousVersion where the alias pointed before; null where it is new
 * @param reason why, or the status of an added version; may be empty
 */
public record HistoryEntry(
    long sequence,
    String time,
    String actor,
    String action,
    @Nullable String model,
    @Nullable Integer version,
    @Nullable String alias,
    @Nullable Integer previousVersion,
    String reason) {
  HistoryEntry asImported() {
    String was = action.startsWith("imported ") ? action : "imported " + action;
    return new HistoryEntry(
        sequence, time, actor, was, model, version, alias, previousVersion, reason);
  }
}
