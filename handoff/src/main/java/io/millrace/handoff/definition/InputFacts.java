package io.millrace.handoff.definition;

/**
 * How much a table holds, as far as a short look tells.
 *
 * @param bytes of all files as they lie there, compressed or not
 * @param rows as the footers of Parquet say; for text an estimate from the mean length of the first
 *     lines, for ORC a rough guess from its size
 * @param exact whether rows was counted rather than estimated
 */
public record InputFacts(String table, long bytes, long rows, boolean exact, int files) {}
