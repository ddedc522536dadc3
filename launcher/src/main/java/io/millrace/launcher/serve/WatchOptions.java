package io.millrace.launcher.serve;

import io.millrace.launcher.options.DurationConverter;
import io.millrace.server.ServerOptions;
import io.millrace.server.webhook.Retry;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How the server tells others what happens. */
final class WatchOptions {
  @Option(
      names = "--watch-interval",
      paramLabel = "DURATION",
      converter = DurationConverter.class,
      description = "How often to look for what others wrote to the catalog (default: 500ms).")
  private @Nullable Duration interval;

  @Option(
      names = "--webhooks",
      paramLabel = "DIR",
      description =
          "Tell the catalog's webhooks what happens, signed with the key in this folder, which 'millrace catalog webhook init' makes.")
  private @Nullable Path webhooks;

  @Option(
      names = "--webhook-local",
      description = "Let webhooks be addresses of this machine, too.")
  private boolean local;

  ServerOptions.Watching watching() {
    ServerOptions.Watching usual = ServerOptions.Watching.DEFAULT;
    return new ServerOptions.Watching(
        interval == null ? usual.interval() : interval,
        usual.maxFollowers(),
        webhooks == null ? null : new ServerOptions.Webhooks(webhooks, local, Retry.DEFAULT));
  }
}
