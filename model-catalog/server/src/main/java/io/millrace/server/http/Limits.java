package io.millrace.server.http;

/**
 * What the server takes.
 *
 * @param maxRequests that are answered at the same time; others are asked to come back
 * @param maxConnections that are open at the same time; others wait to be accepted
 * @param maxJsonBytes of a body of the registry
 * @param maxScoringBytes of a body of rows to score
 * @param maxFileBytes of one file of a publication
 * @param idleTimeoutMs until a connection on which nothing moves is closed
 * @param minBytesPerSecond that a body must arrive with, so that none is dripped
 */
public record Limits(
    int maxRequests,
    int maxConnections,
    long maxJsonBytes,
    long maxScoringBytes,
    long maxFileBytes,
    long idleTimeoutMs,
    long minBytesPerSecond) {
  public static final Limits DEFAULT =
      new Limits(128, 2048, 1 << 20, 32L << 20, 8L << 30, 30_000, 1024);

  /** Of a request's line and headers together, in bytes. */
  public static final int MAX_HEADER_BYTES = 16 << 10;
}
