package io.millrace.server;

import io.millrace.server.http.Limits;
import io.millrace.server.webhook.Retry;
import java.nio.file.Path;
import java.time.Duration;
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
 * @param watching how it tells others what happens
 */
public record ServerOptions(
    String host,
    int port,
    boolean open,
    @Nullable Tls tls,
    Path uploads,
    Limits limits,
    Scoring scoring,
    Watching watching) {
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

  /**
   * How others are told what happens.
   *
   * @param interval between two looks for new entries of the log
   * @param maxFollowers that wait for something to happen at the same time
   * @param webhooks null if this server tells none
   */
  public record Watching(Duration interval, int maxFollowers, @Nullable Webhooks webhooks) {
    public static final Watching DEFAULT = new Watching(Duration.ofMillis(500), 1024, null);

    /**
     * @throws IllegalArgumentException if the interval is shorter than a busy loop may be
     */
    public Watching {
      if (interval.compareTo(Duration.ofMillis(10)) < 0) {
        throw new IllegalArgumentException(
            "Cannot look at the log every %d ms (expected at least 10)."
                .formatted(interval.toMillis()));
      }
    }
  }

  /**
   * How webhooks are told.
   *
   * @param folder with the key that their secrets are made from, and for how far each was told
   * @param local whether addresses of this machine may be told
   */
  public record Webhooks(Path folder, boolean local, Retry retry) {}

  /** Plain HTTP on this machine alone, any free port. */
  public static ServerOptions local(Path uploads) {
    return new ServerOptions(
        "127.0.0.1", 0, false, null, uploads, Limits.DEFAULT, Scoring.DEFAULT, Watching.DEFAULT);
  }

  /** The same, but open. */
  public ServerOptions opened() {
    return new ServerOptions(host, port, true, tls, uploads, limits, scoring, watching);
  }

  /** The same with other limits. */
  public ServerOptions with(Limits others) {
    return new ServerOptions(host, port, open, tls, uploads, others, scoring, watching);
  }

  /** The same with TLS. */
  public ServerOptions with(Tls certificate) {
    return new ServerOptions(host, port, open, certificate, uploads, limits, scoring, watching);
  }

  /** The same with another way of scoring. */
  public ServerOptions with(Scoring other) {
    return new ServerOptions(host, port, open, tls, uploads, limits, other, watching);
  }

  /** The same, telling others in another way. */
  public ServerOptions with(Watching other) {
    return new ServerOptions(host, port, open, tls, uploads, limits, scoring, other);
  }
}
