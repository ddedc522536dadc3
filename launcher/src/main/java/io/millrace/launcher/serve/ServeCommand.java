package io.millrace.launcher.serve;

import io.millrace.catalog.Catalog;
import io.millrace.launcher.options.HadoopOptions;
import io.millrace.server.CatalogServer;
import io.millrace.server.ServerOptions;
import io.millrace.server.http.Limits;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code millrace serve}. Runs until it is ended; then requests under way are answered first. */
@Command(
    name = "serve",
    mixinStandardHelpOptions = true,
    description =
        "Serve the catalog over HTTP: MLflow's model registry API, files of models, and scores.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  millrace serve",
      "  millrace serve --host 0.0.0.0 --tls-cert server.pem --tls-key key.pem --catalog hdfs://host/catalog",
      "  curl -H 'Content-Type: application/json' -d @rows.json \\",
      "    http://127.0.0.1:5000/models/ops/flight-delay@champion/invocations"
    })
public final class ServeCommand implements Callable<Integer> {
  private static final String LOG_LEVEL = "org.slf4j.simpleLogger.defaultLogLevel";

  @Spec private CommandSpec spec;
  @Mixin private HadoopOptions hadoop = new HadoopOptions();
  @Mixin private TlsOptions tls = new TlsOptions();

  @Option(
      names = "--catalog",
      paramLabel = "ROOT",
      defaultValue = "catalog",
      description = "The catalog, on any Hadoop file system (default: ./${DEFAULT-VALUE}).")
  private String root;

  @Option(
      names = "--host",
      defaultValue = "127.0.0.1",
      description =
          "The address to listen on (default: ${DEFAULT-VALUE}, which only this machine reaches).")
  private String host;

  @Option(
      names = "--port",
      defaultValue = "" + ServerOptions.DEFAULT_PORT,
      description = "The port to listen on; 0 for any that is free (default: ${DEFAULT-VALUE}).")
  private int port;

  @Option(
      names = "--open",
      description =
          "Let everybody read and write a catalog that has no roles. Without it such a catalog is served to this machine alone, and cannot be changed.")
  private boolean open;

  @Option(
      names = "--uploads",
      paramLabel = "DIR",
      description =
          "A local folder for publications that are not finished; its uploads are removed at the start (default: millrace-uploads-<port> among the temporary files).")
  private Path uploads;

  @Mixin private WatchOptions watching = new WatchOptions();

  @Option(names = "--quiet", description = "Log no requests, only what goes wrong.")
  private boolean quiet;

  @Override
  public Integer call() throws IOException {
    if (System.getProperty(LOG_LEVEL) == null) {
      System.setProperty(LOG_LEVEL, quiet ? "warn" : "info");
    }
    Catalog catalog = Catalog.open(root, hadoop.hadoop());
    try (CatalogServer server = CatalogServer.start(catalog, options())) {
      spec.commandLine()
          .getOut()
          .println("Serving catalog '%s' on %s. Ctrl-C ends it.".formatted(root, server.uri()));
      waitForEnd(server);
    }
    return CommandLine.ExitCode.OK;
  }

  private ServerOptions options() throws IOException {
    return new ServerOptions(
        host,
        port,
        open,
        tls.tls().orElse(null),
        uploads != null
            ? uploads
            : Path.of(System.getProperty("java.io.tmpdir"), "millrace-uploads-" + port),
        Limits.DEFAULT,
        ServerOptions.Scoring.DEFAULT,
        watching.watching());
  }

  /**
   * Java ends when its hooks have: so a signal lets the server end well. An interrupt is the order
   * to end, and is used up by it, since closing waits for requests.
   */
  private static void waitForEnd(CatalogServer server) {
    Thread hook = new Thread(server::close, "server-end");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Runtime.getRuntime().removeShutdownHook(hook);
    }
  }
}
