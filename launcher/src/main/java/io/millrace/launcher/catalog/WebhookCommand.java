package io.millrace.launcher.catalog;

import io.millrace.catalog.EventType;
import io.millrace.catalog.Webhook;
import io.millrace.catalog.access.Roles;
import io.millrace.launcher.text.TextTable;
import io.millrace.server.webhook.WebhookKey;
import io.millrace.server.webhook.WebhookSender;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code millrace catalog webhook}. */
@Command(
    name = "webhook",
    mixinStandardHelpOptions = true,
    description = "Add, list, try and remove addresses that a server tells of what happens.",
    subcommands = {
      WebhookCommand.Init.class,
      WebhookCommand.Add.class,
      WebhookCommand.ListAll.class,
      WebhookCommand.Secret.class,
      WebhookCommand.Test.class,
      WebhookCommand.Remove.class
    })
final class WebhookCommand implements Callable<Integer> {
  private static final String FOLDER = "--webhooks";
  private static final String FOLDER_TEXT =
      "The server's folder with the key that secrets are made from.";

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "Cannot run 'webhook': no command is named (expected one of these).");
  }

  @Command(
      name = "init",
      mixinStandardHelpOptions = true,
      description =
          "Make the key that the secrets of webhooks are made from, for 'millrace serve --webhooks'.")
  static final class Init implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Parameters(paramLabel = "DIR", description = "A folder on the server's machine.")
    private Path folder;

    @Override
    public Integer call() throws IOException {
      WebhookKey.create(folder);
      spec.commandLine()
          .getOut()
          .println("Folder '%s' has a key. Keep it from others.".formatted(folder));
      return 0;
    }
  }

  @Command(
      name = "add",
      mixinStandardHelpOptions = true,
      description = "Add an address. It stands in the catalog's log, so put no secret into it.")
  static final class Add extends CatalogAction {
    @Parameters(paramLabel = "URL", description = "https or http.")
    private String url;

    @Option(
        names = "--team",
        paramLabel = "TEAM",
        defaultValue = Roles.ALL,
        description = "Whose models it is told of; its admins may (default: all teams).")
    private String team;

    @Option(
        names = "--event",
        paramLabel = "TYPE",
        required = true,
        converter = EventConverter.class,
        description = "What it is told of: ${COMPLETION-CANDIDATES}. Repeatable.",
        completionCandidates = Events.class)
    private List<EventType> events;

    @Option(
        names = FOLDER,
        paramLabel = "DIR",
        description = "Print its secret, too. " + FOLDER_TEXT)
    private @Nullable Path folder;

    @Override
    public Integer call() throws IOException {
      WebhookKey key = folder == null ? null : WebhookKey.read(folder);
      Webhook hook = catalog().webhooks().add(team, url, new TreeSet<>(events));
      return key == null
          ? done("%s", hook.id())
          : done("%s%nIts secret: %s", hook.id(), key.secret(hook.id()));
    }
  }

  @Command(name = "list", mixinStandardHelpOptions = true, description = "List all webhooks.")
  static final class ListAll extends CatalogAction {
    @Override
    public Integer call() {
      TextTable table = new TextTable("id", "team", "events", "url");
      for (Webhook hook : catalog().webhooks().list()) {
        table.row(
            hook.id(),
            hook.team(),
            hook.events().stream().map(EventType::text).collect(Collectors.joining(", ")),
            hook.url());
      }
      out().print(table.text());
      out().flush();
      return 0;
    }
  }

  /** Needs the server's key. */
  private abstract static class WithKey extends CatalogAction {
    @Parameters(paramLabel = "ID", description = "As 'webhook list' shows it.")
    private String id;

    @Option(names = FOLDER, paramLabel = "DIR", required = true, description = FOLDER_TEXT)
    private Path folder;

    final WebhookKey key() throws IOException {
      return WebhookKey.read(folder);
    }

    final Webhook hook() {
      return catalog().webhooks().get(id);
    }
  }

  @Command(
      name = "secret",
      mixinStandardHelpOptions = true,
      description = "Print what a receiver checks signatures by.")
  static final class Secret extends WithKey {
    @Override
    public Integer call() throws IOException {
      return done("%s", key().secret(hook().id()));
    }
  }

  @Command(
      name = "test",
      mixinStandardHelpOptions = true,
      description = "Send a signed message from here that says nothing but that it is a test.")
  static final class Test extends WithKey {
    @Override
    public Integer call() throws IOException, InterruptedException {
      Webhook hook = hook();
      try {
        new WebhookSender(key(), true).test(hook);
      } catch (IOException e) {
        throw new IOException(
            "Cannot tell webhook %s at '%s': %s."
                .formatted(
                    hook.id(),
                    hook.url(),
                    e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage()),
            e);
      }
      return done("Webhook %s accepts messages.", hook.id());
    }
  }

  @Command(
      name = "remove",
      mixinStandardHelpOptions = true,
      description = "Remove an address; it is told nothing any more.")
  static final class Remove extends CatalogAction {
    @Parameters(paramLabel = "ID", description = "As 'webhook list' shows it.")
    private String id;

    @Option(
        names = "--reason",
        defaultValue = "removed by hand",
        description = "Goes into the log (default: ${DEFAULT-VALUE}).")
    private String reason;

    @Override
    public Integer call() {
      catalog().webhooks().remove(id, reason);
      return done("Webhook %s is told nothing any more.", id);
    }
  }

  /** For help and completion. */
  static final class Events extends ArrayList<String> {
    private static final long serialVersionUID = 1L;

    Events() {
      super(Arrays.stream(EventType.values()).map(EventType::text).toList());
    }
  }

  /** By the names of the catalog. */
  static final class EventConverter implements ITypeConverter<EventType> {
    @Override
    public EventType convert(String text) {
      try {
        return EventType.of(text);
      } catch (IllegalArgumentException e) {
        throw new CommandLine.TypeConversionException(String.valueOf(e.getMessage()));
      }
    }
  }
}
