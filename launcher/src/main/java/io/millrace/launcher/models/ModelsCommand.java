package io.millrace.launcher.models;

import io.millrace.catalog.ModelEntry;
import io.millrace.catalog.VersionEntry;
import io.millrace.handoff.Json;
import io.millrace.launcher.text.TextTable;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code millrace models}; without a command of its own it lists. */
@Command(
    name = "models",
    mixinStandardHelpOptions = true,
    description =
        "List the models of the catalog; show, compare and fetch them, move their aliases.",
    subcommands = {
      ModelsCommand.ListCommand.class,
      ShowCommand.class,
      CompareCommand.class,
      AliasCommand.class,
      DownloadCommand.class,
      VerifyCommand.class
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  millrace models",
      "  millrace models show ops/flight-delay",
      "  millrace models alias ops/flight-delay champion 1 --reason 'version 2 is late'",
      "  millrace models download ops/flight-delay@champion model",
      "  millrace models compare ops/flight-delay/1 ops/flight-delay@champion",
      "",
      "Versions are approved, and the catalog is kept, by 'millrace catalog'."
    })
public final class ModelsCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private CatalogOptions catalog;

  @Option(names = "--json", description = "Print the list as JSON.")
  private boolean json;

  @Override
  public Integer call() {
    return list(spec.commandLine(), catalog, json);
  }

  /** {@code millrace models list}. */
  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "List the models of the catalog.")
  static final class ListCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private CatalogOptions catalog;

    @Option(names = "--json", description = "Print the list as JSON.")
    private boolean json;

    @Override
    public Integer call() {
      return list(spec.commandLine(), catalog, json);
    }
  }

  private static int list(CommandLine command, CatalogOptions catalog, boolean json) {
    List<ModelEntry> models = catalog.reader().models();
    PrintWriter out = command.getOut();
    if (json) {
      out.println(Json.text(models.stream().map(ModelView::of).toList()));
    } else if (models.isEmpty()) {
      out.println("The catalog '%s' has no models.".formatted(catalog.root()));
    } else {
      out.print(table(models));
    }
    out.flush();
    return CommandLine.ExitCode.OK;
  }

  private static String table(List<ModelEntry> models) {
    TextTable table = new TextTable("model", "versions", "latest", "created", "aliases");
    for (ModelEntry model : models) {
      VersionEntry latest = model.versions().get(model.versions().size() - 1);
      table.row(
          model.name(),
          Integer.toString(model.versions().size()),
          latest.version() + (latest.rejected() ? " (rejected)" : ""),
          latest.created(),
          aliases(model));
    }
    return table.text();
  }

  private static String aliases(ModelEntry model) {
    List<String> aliases =
        model.aliases().entrySet().stream()
            .map(alias -> alias.getKey() + " = " + alias.getValue())
            .toList();
    return aliases.isEmpty() ? "-" : String.join(", ", aliases);
  }
}
