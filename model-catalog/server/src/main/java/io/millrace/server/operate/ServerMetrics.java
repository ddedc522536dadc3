package io.millrace.server.operate;

import io.millrace.server.http.RequestObserver;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/**
 * What Prometheus reads. Labels are routes and never paths, so that their number has an end, and no
 * model's name, since nobody is asked for a token here.
 */
public final class ServerMetrics implements RequestObserver {
  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final PrometheusTextFormatWriter writer = PrometheusTextFormatWriter.create();
  private final Histogram requests =
      Histogram.builder()
          .name("millrace_http_request_duration_seconds")
          .help("Time from a request's headers to the last byte of its reply.")
          .labelNames("method", "route", "status")
          .classicUpperBounds(0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10)
          .classicOnly()
          .register(registry);
  private final Counter rows =
      Counter.builder().name("millrace_scored_rows_total").help("Rows scored.").register(registry);
  private final Counter loadFailures =
      Counter.builder()
          .name("millrace_model_load_failures_total")
          .help("Versions that could not be loaded for scoring.")
          .register(registry);
  private final Gauge loaded =
      Gauge.builder()
          .name("millrace_loaded_models")
          .help("Versions that are loaded for scoring.")
          .register(registry);

  private final Counter watchFailures =
      Counter.builder()
          .name("millrace_watch_failures_total")
          .help("Looks for new entries of the log that failed.")
          .register(registry);
  private final Counter deliveries =
      Counter.builder()
          .name("millrace_webhook_attempts_total")
          .help(
              "Attempts to tell a webhook of an event, by whether it was accepted, failed, or was the last.")
          .labelNames("result")
          .register(registry);

  public ServerMetrics() {
    gauge("millrace_heap_used_bytes", "Heap in use.", ServerMetrics::usedHeap);
    gauge("millrace_threads", "Threads alive.", ServerMetrics::threads);
  }

  private void gauge(String name, String help, LongSupplier value) {
    GaugeWithCallback.builder()
        .name(name)
        .help(help)
        .callback(callback -> callback.call(value.getAsLong()))
        .register(registry);
  }

  /** Shows how many rows wait to be scored. */
  public void showQueue(IntSupplier waiting) {
    gauge("millrace_scoring_queue_rows", "Rows that wait to be scored.", waiting::getAsInt);
  }

  /** Shows how many wait for something to happen. */
  public void showFollowers(IntSupplier followers) {
    gauge("millrace_followers", "Clients that follow what happens.", followers::getAsInt);
  }

  /** Shows how many webhooks did not accept what they were told last. */
  public void showFailingWebhooks(IntSupplier failing) {
    gauge(
        "millrace_webhooks_failing",
        "Webhooks that have not accepted what they were told last.",
        failing::getAsInt);
  }

  /** The log could not be looked at. */
  public void watchFailed() {
    watchFailures.inc();
  }

  /**
   * A webhook was told.
   *
   * @param result {@code accepted}, {@code failed} or {@code dropped}
   */
  public void told(String result) {
    deliveries.labelValues(result).inc();
  }

  @Override
  public void answered(String method, String route, int status, double seconds) {
    requests.labelValues(method, route, Integer.toString(status)).observe(seconds);
  }

  /** Rows were scored. */
  public void scored(int count) {
    rows.inc(count);
  }

  /** A version could not be loaded. */
  public void loadFailed() {
    loadFailures.inc();
  }

  /** So many versions are loaded now. */
  public void loaded(int count) {
    loaded.set(count);
  }

  /** In Prometheus's text format. */
  byte[] text() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      writer.write(out, registry.scrape());
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write metrics to memory.", e);
    }
    return out.toByteArray();
  }

  String contentType() {
    return writer.getContentType();
  }

  private static long usedHeap() {
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private static long threads() {
    return ManagementFactory.getThreadMXBean().getThreadCount();
  }
}
