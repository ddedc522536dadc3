package io.millrace.launcher.models;

import io.millrace.catalog.Metric;
import io.millrace.catalog.VersionComparison;
import io.millrace.catalog.VersionComparison.Difference;
import io.millrace.catalog.VersionEntry;
import io.millrace.handoff.Json;
import io.millrace.launcher.text.Figures;
import io.millrace.launcher.text.TextTable;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code millrace models compare}, also of {@code millrace catalog}. */
@Command(
    name = "compare",
    mixinStandardHelpOptions = true,
    description =
        "Show what differs between two versions: metrics, columns, network, features, lineage,"
            + " files.")
public final class CompareCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private CatalogOptions options;

  @Parameters(
      index = "0",
      paramLabel = "REF",
      description = "team/model@alias or team/model/version.")
  private String left;

  @Parameters(index = "1", paramLabel = "REF", description = "The other.")
  private String right;

  @Option(names = "--json", description = "Print it as JSON.")
  private boolean json;

  @Override
  public Integer call() {
    VersionComparison comparison = options.open().curator().compare(left, right);
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(Json.text(comparison));
    } else {
      out.print(metrics(comparison));
      print(out, "Signature", comparison.signature());
      print(out, "Network", comparison.network());
      print(out, "Features", comparison.features());
      print(out, "Lineage", comparison.lineage());
      print(out, "Tags", comparison.tags());
      print(out, "Files", comparison.files());
    }
    out.flush();
    return 0;
  }

  private static String metrics(VersionComparison comparison) {
    TextTable table =
        new TextTable("metric", title(comparison.left()), title(comparison.right()), "change");
    comparison
        .metrics()
        .forEach(
            (name, pair) ->
                table.row(
                    name,
                    text(pair.left()),
                    text(pair.right()),
                    Double.isNaN(pair.change())
                        ? "-"
                        : String.format(Locale.ROOT, "%+.4f", pair.change())));
    return table.text();
  }

  private static String title(VersionEntry version) {
    return version.name() + "/" + version.version();
  }

  private static String text(@Nullable Metric metric) {
    return metric == null ? "-" : Figures.metric(metric.value());
  }

  private static void print(PrintWriter out, String what, List<Difference> differences) {
    if (!differences.isEmpty()) {
      TextTable table = new TextTable("", "", "");
      for (Difference difference : differences) {
        table.row("  " + difference.path(), text(difference.left()), text(difference.right()));
      }
      out.printf("%n%s%s", what, table.text());
    }
  }

  private static String text(@Nullable String value) {
    return value == null ? "-" : value;
  }
}
