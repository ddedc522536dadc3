package io.millrace.server;

import io.millrace.server.http.Limits;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How a server runs.
 *
 * @param host that it listens on
 * @param port that it listens on; 0 for any that is free
 * @param open whether a catalog without roles may be read and written by everybody
 * @param tls certificate and key; null for plain HTTP
 * @param uploads local folder for the files of publications that are not finished
 * @param scoring how it scores
 */
public record ServerOptions(
    String host,
    int port,
    boolean open,
    @Nullable Tls tls,
    Path uploads,
    Limits limits,
    Scoring scoring) {
  public static final int DEFAULT_PORT = 5000;

  /**
   * How models are scored.
   *
   * @param threads that run models
   * @param maxModels that are loaded at the same time
   * @param maxQueuedRows that wait to be scored; requests beyond are asked to come back
   */
  public record Scoring(int threads, int maxModels, int maxQueuedRows) {
    public static final Scoring DEFAULT =
        new Scoring(Math.max(1, Runtime.getRuntime().availableProcessors()), 16, 200_000);
  }

  /** Plain HTTP on this machine alone, any free port. */
  public static ServerOptions local(Path uploads) {
    return new ServerOptions("127.0.0.1", 0, false, null, uploads, Limits.DEFAULT, Scoring.DEFAULT);
  }

  /** The same, but open. */
  public ServerOptions opened() {
    return new ServerOptions(host, port, true, tls, uploads, limits, scoring);
  }

  /** The same with other limits. */
  public ServerOptions with(Limits others) {
    return new ServerOptions(host, port, open, tls, uploads, others, scoring);
  }

  /** The same with TLS. */
  public ServerOptions with(Tls certificate) {
    return new ServerOptions(host, port, open, certificate, uploads, limits, scoring);
  }

  /** The same with another way of scoring. */
  public ServerOptions with(Scoring other) {
    return new ServerOptions(host, port, open, tls, uploads, limits, other);
  }
}
