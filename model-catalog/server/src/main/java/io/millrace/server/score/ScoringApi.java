package io.millrace.server.score;

import io.millrace.catalog.Catalog;
import io.millrace.catalog.VersionEntry;
import io.millrace.server.http.Exchange;
import io.millrace.server.http.Reply;
import io.millrace.server.http.Route;
import io.millrace.server.operate.ServerMetrics;
import java.io.IOException;
import java.io.InputStream;
import java.util.stream.Stream;

/** Scores rows by {@code POST /models/<team>/<model>@<alias>/invocations}. The owner closes it. */
public final class ScoringApi implements AutoCloseable {
  private final LoadedModels models;
  private final ScoringQueue queue;
  private final ServerMetrics metrics;
  private final BodyBudget budget = new BodyBudget();

  /**
   * @param threads that run models
   * @param maxModels that are in memory
   * @param maxQueuedRows that wait to be scored
   */
  public ScoringApi(
      Catalog catalog, ServerMetrics metrics, int threads, int maxModels, int maxQueuedRows) {
    this.metrics = metrics;
    models = new LoadedModels(catalog, threads, maxModels, metrics);
    queue = new ScoringQueue(threads, maxQueuedRows);
    metrics.showQueue(queue::rows);
  }

  public Stream<Route> routes() {
    return Stream.of(
        Route.of("POST", "/models/{team}/{model}/invocations", this::byReference),
        Route.of("POST", "/models/{team}/{model}/{version}/invocations", this::byVersion));
  }

  private Reply byReference(Exchange exchange) throws IOException {
    String model = exchange.path("team") + "/" + exchange.path("model");
    return score(exchange, model);
  }

  private Reply byVersion(Exchange exchange) throws IOException {
    return score(
        exchange,
        exchange.path("team") + "/" + exchange.path("model") + "/" + exchange.path("version"));
  }

  private Reply score(Exchange exchange, String reference) throws IOException {
    VersionEntry target = exchange.catalog().resolve(reference);
    LoadedModel model = models.acquire(reference, target);
    try {
      return score(exchange, model);
    } finally {
      model.release();
    }
  }

  private Reply score(Exchange exchange, LoadedModel model) throws IOException {
    exchange.requireJson();
    long maxBytes = Math.min(exchange.limits().maxScoringBytes(), budget.maxBytes());
    int taken = budget.take(exchange, maxBytes);
    try (InputStream body = exchange.body(maxBytes)) {
      Answer answer = model.answer(body, Math.min(exchange.bodyLength(), maxBytes), queue);
      metrics.scored(answer.rows());
      return Predictions.reply(answer)
          .with("Millrace-Model-Version", Integer.toString(model.version().version()));
    } finally {
      budget.give(taken);
    }
  }

  @Override
  public void close() {
    queue.close();
    models.close();
  }
}
