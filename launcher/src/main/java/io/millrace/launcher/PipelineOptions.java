package io.millrace.launcher;

import io.millrace.launcher.options.HadoopOptions;
import io.millrace.launcher.run.Machine;
import io.millrace.launcher.run.SparkSettings;
import io.millrace.spec.ResourceSpec;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What plan, run and demo have in common. */
final class PipelineOptions {
  @Option(
      names = "--runs",
      paramLabel = "DIR",
      defaultValue = "runs",
      description = "Where runs are kept, on any Hadoop file system (default: ./${DEFAULT-VALUE}).")
  private String runs = "runs";

  @Option(
      names = "--catalog",
      paramLabel = "ROOT",
      description =
          "The catalog, on any Hadoop file system (default: the definition's, else ./catalog).")
  private @Nullable String catalog;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "A value of the definition, such as evaluation.replicates=100. Repeatable.")
  private Map<String, String> overrides = new LinkedHashMap<>();

  @Option(
      names = "--master",
      paramLabel = "URL",
      description = "The Spark master (default: local, with the definition's or all cores).")
  private @Nullable String master;

  @Option(
      names = "--bigdl-master",
      paramLabel = "URL",
      description =
          "The Spark 2.4 master of BigDL's steps, which cannot use another (default: --master if that is local, else this machine).")
  private @Nullable String bigdlMaster;

  @Mixin private HadoopOptions hadoop = new HadoopOptions();

  @Option(names = "--json", description = "Print the result as JSON; progress goes to stderr.")
  private boolean json;

  String runs() {
    return runs;
  }

  @Nullable String catalog() {
    return catalog;
  }

  Map<String, String> overrides() {
    return overrides;
  }

  HadoopOptions hadoop() {
    return hadoop;
  }

  boolean json() {
    return json;
  }

  SparkSettings spark(ResourceSpec resources) {
    return new SparkSettings(master, hadoop.spark(), resources, Machine.current());
  }

  SparkSettings bigdl(ResourceSpec resources) {
    SparkSettings own = spark(resources);
    String chosen = bigdlMaster != null || !own.isLocal() ? bigdlMaster : master;
    return new SparkSettings(chosen, hadoop.spark(), resources, Machine.current());
  }
}
