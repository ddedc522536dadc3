package io.millrace.launcher.models;

import io.millrace.catalog.CatalogReader;
import io.millrace.catalog.HistoryEntry;
import io.millrace.catalog.Lifecycle;
import io.millrace.catalog.ModelEntry;
import io.millrace.catalog.Signature;
import io.millrace.catalog.VersionEntry;
import io.millrace.handoff.Json;
import io.millrace.launcher.text.Figures;
import io.millrace.launcher.text.TextTable;
import io.millrace.spec.evaluation.Comparison;
import io.millrace.spec.evaluation.Importance;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code millrace models show}. */
@Command(
    name = "show",
    mixinStandardHelpOptions = true,
    description = "Show a model: its versions, metrics, aliases, signature and history.")
final class ShowCommand implements Callable<Integer> {
  private static final int MOST_IMPORTANT = 3;

  @Spec private CommandSpec spec;
  @Mixin private CatalogOptions options;

  @Parameters(paramLabel = "NAME", description = "team/model.")
  private String name;

  @Option(names = "--json", description = "Print it as JSON.")
  private boolean json;

  /** All of it, for programs. */
  record Shown(ModelView model, Signature signature, List<HistoryEntry> history) {}

  @Override
  public Integer call() throws IOException {
    CatalogReader catalog = options.reader();
    ModelEntry model = catalog.entry(name);
    VersionEntry latest = model.versions().get(model.versions().size() - 1);
    ModelFiles files = ModelFiles.of(catalog, latest);
    List<HistoryEntry> history = catalog.history(name);
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(Json.text(new Shown(ModelView.of(model), files.signature(), history)));
    } else {
      out.print(text(model, latest, files, history));
    }
    out.flush();
    return CommandLine.ExitCode.OK;
  }

  private static String text(
      ModelEntry model, VersionEntry latest, ModelFiles files, List<HistoryEntry> history) {
    Signature signature = files.signature();
    String described = model.description().isEmpty() ? "" : "%n%s".formatted(model.description());
    return "%s%s%n%n%s%nVersion %d takes %s%n  and gives %s (%s)%n%s%s%nHistory%n%s"
        .formatted(
            model.name(),
            described,
            versions(model),
            latest.version(),
            inputs(signature),
            signature.outputs().stream()
                .map(Signature.Output::name)
                .collect(Collectors.joining(", ")),
            signature.task() + scored(signature),
            comparisons(files.comparisons()),
            importance(files.importance()),
            history(history));
  }

  private static String scored(Signature signature) {
    return switch (signature.scored()) {
      case Signature.GRAPHS -> ", for each graph";
      case Signature.PAIRS -> ", for each pair of nodes";
      default -> "";
    };
  }

  /** Columns first, then tensors with their shapes. */
  private static String inputs(Signature signature) {
    List<String> inputs = new ArrayList<>();
    signature.inputs().forEach(input -> inputs.add(input.name() + " (" + input.type() + ")"));
    Signature.Tensors tensors = signature.tensors();
    if (tensors != null) {
      tensors
          .inputs()
          .forEach(
              tensor ->
                  inputs.add(
                      "%s (%s [%s])"
                          .formatted(
                              tensor.name(), tensor.type(), String.join(", ", tensor.shape()))));
    }
    return String.join(", ", inputs);
  }

  private static String comparisons(List<Comparison> comparisons) {
    return comparisons.stream()
        .map(comparison -> "  against %s: %s%n".formatted(comparison.against(), comparison.text()))
        .collect(Collectors.joining());
  }

  private static String importance(List<Importance> columns) {
    return columns.stream()
        .limit(MOST_IMPORTANT)
        .map(column -> "  with %s shuffled: %s%n".formatted(column.column(), column.text()))
        .collect(Collectors.joining());
  }

  private static String versions(ModelEntry model) {
    TextTable table =
        new TextTable("version", "status", "aliases", "created", "by", "run", "metrics");
    for (VersionEntry version : model.versions()) {
      table.row(
          Integer.toString(version.version()),
          status(version),
          String.join(", ", model.aliasesOf(version.version())),
          version.created(),
          version.createdBy(),
          version.runId(),
          metrics(version));
    }
    return table.text();
  }

  /** What the gate said, and what people have said since. */
  private static String status(VersionEntry version) {
    List<String> words = new ArrayList<>(List.of(version.status()));
    if (version.approved()) {
      words.add("approved");
    }
    if (version.declined()) {
      words.add("rejected by its reviewer");
    }
    if (version.lifecycle() != Lifecycle.ACTIVE) {
      words.add(version.lifecycle().text());
    }
    return String.join(", ", words);
  }

  private static String metrics(VersionEntry version) {
    return version.metrics().entrySet().stream()
        .map(metric -> metric.getKey() + " " + Figures.metric(metric.getValue().value()))
        .collect(Collectors.joining(", "));
  }

  private static String history(List<HistoryEntry> history) {
    TextTable table = new TextTable("when", "who", "what", "why");
    for (HistoryEntry entry : history) {
      table.row(entry.time(), entry.actor(), what(entry), entry.reason());
    }
    return table.text();
  }

  private static String what(HistoryEntry entry) {
    return switch (entry.action()) {
      case "alias" ->
          "%s: %s -> %s"
              .formatted(
                  entry.alias(),
                  entry.previousVersion() == null ? "nothing" : entry.previousVersion(),
                  entry.version());
      default ->
          entry.version() == null || entry.action().equals("version")
              ? entry.action() + (entry.version() == null ? "" : " " + entry.version())
              : entry.action() + ": version " + entry.version();
    };
  }
}
