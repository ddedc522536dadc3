package io.millrace.server;

import io.millrace.catalog.Catalog;
import io.millrace.server.access.Callers;
import io.millrace.server.access.TokenCallers;
import io.millrace.server.artifact.ArtifactsApi;
import io.millrace.server.http.AccessLog;
import io.millrace.server.http.Dispatcher;
import io.millrace.server.http.JsonErrors;
import io.millrace.server.http.LoopbackHosts;
import io.millrace.server.http.Route;
import io.millrace.server.http.Router;
import io.millrace.server.mlflow.MlflowApi;
import io.millrace.server.operate.OperateApi;
import io.millrace.server.operate.ServerMetrics;
import io.millrace.server.publish.PublishApi;
import io.millrace.server.reader.ReaderApi;
import io.millrace.server.score.ScoringApi;
import io.millrace.server.watch.LogWatcher;
import io.millrace.server.watch.WatchApi;
import io.millrace.server.web.Web;
import io.millrace.server.webhook.Deliveries;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.server.handler.MinimumDataRateHandler;
import org.eclipse.jetty.util.BlockingArrayQueue;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;

/**
 * A catalog over HTTP: MLflow's registry API, files, scores, and pages for people. Closing it lets
 * requests that are being answered end first.
 */
public final class CatalogServer implements AutoCloseable {
  private static final long STOP_TIMEOUT_MS = 30_000;

  /** Jetty's own threads, and those that turn requests away. */
  private static final int SPARE_THREADS = 32;

  /** Requests that wait for a thread, beyond those that are answered or turned away. */
  private static final int MAX_WAITING = 4096;

  private static final List<String> BASES = List.of("/api/2.0", "/ajax-api/2.0");

  private final Server server;
  private final ServerConnector connector;
  private final Router router;
  private final ScoringApi scoring;
  private final PublishApi publish;
  private final LogWatcher watcher;
  private final WatchApi watch;
  private final @Nullable Deliveries deliveries;
  private final Web web;
  private final boolean secure;

  private CatalogServer(Catalog catalog, ServerOptions options) throws IOException {
    ServerMetrics metrics = new ServerMetrics();
    ServerOptions.Scoring how = options.scoring();
    scoring = new ScoringApi(catalog, metrics, how.threads(), how.maxModels(), how.maxQueuedRows());
    publish = new PublishApi(options.uploads());
    Callers callers = new TokenCallers(catalog, options.open());
    ServerOptions.Watching watching = options.watching();
    watcher = new LogWatcher(catalog, watching.interval(), metrics);
    watch = new WatchApi(callers, watcher, watching.maxFollowers(), metrics);
    deliveries = deliveries(catalog, watching.webhooks(), metrics);
    web = new Web(catalog, callers);
    router = new Router(routes(catalog, metrics));
    secure = options.tls() != null;
    server = new Server(threads(options));
    connector = Connectors.add(server, options);
    server.setErrorHandler(new JsonErrors());
    server.setStopTimeout(STOP_TIMEOUT_MS);
    Handler dispatcher =
        new Dispatcher(router, callers, web.pages(), options.limits(), new AccessLog(metrics));
    Handler paced = new MinimumDataRateHandler(dispatcher, options.limits().minBytesPerSecond(), 0);
    server.setHandler(
        new GracefulHandler(isLoopback(options.host()) ? new LoopbackHosts(paced) : paced));
  }

  private @Nullable Deliveries deliveries(
      Catalog catalog, ServerOptions.@Nullable Webhooks how, ServerMetrics metrics)
      throws IOException {
    return how == null
        ? null
        : new Deliveries(catalog, watcher, how.folder(), how.local(), how.retry(), metrics);
  }

  private static QueuedThreadPool threads(ServerOptions options) {
    int most = options.limits().maxRequests() + SPARE_THREADS;
    QueuedThreadPool threads =
        new QueuedThreadPool(most, 8, 60_000, new BlockingArrayQueue<>(MAX_WAITING));
    threads.setName("server");
    return threads;
  }

  private List<Route> routes(Catalog catalog, ServerMetrics metrics) {
    MlflowApi mlflow = new MlflowApi();
    ArtifactsApi artifacts = new ArtifactsApi(catalog);
    Stream<Route> registry =
        BASES.stream()
            .flatMap(
                base ->
                    Stream.of(
                            mlflow.routes(base + "/mlflow"),
                            artifacts.routes(base + "/mlflow-artifacts"),
                            publish.routes(base))
                        .flatMap(routes -> routes));
    return Stream.of(
            registry,
            Stream.of(artifacts.pageRoute()),
            new ReaderApi().routes(),
            scoring.routes(),
            watch.routes(),
            new OperateApi(catalog, metrics).routes(),
            web.routes())
        .flatMap(routes -> routes)
        .toList();
  }

  /**
   * Starts a server, which answers when this returns; the caller closes it.
   *
   * @throws IOException if it cannot listen
   * @throws IllegalArgumentException if others than this machine could reach a catalog that asks
   *     nobody who they are, and nobody said that it may be open
   */
  public static CatalogServer start(Catalog catalog, ServerOptions options) throws IOException {
    requireGuarded(catalog, options);
    CatalogServer server = new CatalogServer(catalog, options);
    try {
      server.watcher.start();
      server.server.start();
      // Whoever has the port has its folder, too.
      server.publish.removeLeftovers();
      if (server.deliveries != null) {
        server.deliveries.look();
      }
      return server;
    } catch (Exception e) {
      server.close();
      throw new IOException(
          "Cannot listen on %s port %d: %s. Choose another by --host or --port."
              .formatted(options.host(), options.port(), e.getMessage()),
          e);
    }
  }

  private static void requireGuarded(Catalog catalog, ServerOptions options) {
    if (!options.open() && catalog.policy().open() && !isLoopback(options.host())) {
      throw new IllegalArgumentException(
          "Cannot serve on '%s': others could reach it, and the catalog has no roles (expected 127.0.0.1, or a catalog with roles). Give roles, or say --open to let everybody read and write."
              .formatted(options.host()));
    }
  }

  private static boolean isLoopback(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      // Listening there fails later, and says so.
      return false;
    }
  }

  /** The address to reach it by. */
  public URI uri() {
    String host =
        connector.getHost().contains(":")
            ? "[%s]".formatted(connector.getHost())
            : connector.getHost();
    return URI.create(
        "%s://%s:%d".formatted(secure ? "https" : "http", host, connector.getLocalPort()));
  }

  /** All routes, as the description of the API has them. */
  List<Route> routes() {
    return router.routes();
  }

  /** Ends those who follow, takes no new requests, lets those under way end, and stops. */
  @Override
  public void close() {
    try {
      watch.close();
      server.stop();
      watcher.close();
      if (deliveries != null) {
        deliveries.close();
      }
      scoring.close();
      publish.close();
    } catch (Exception e) {
      throw new IllegalStateException("Cannot stop the server: %s.".formatted(e.getMessage()), e);
    }
  }
}
