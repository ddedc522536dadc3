package io.millrace.launcher.runs;

import io.millrace.handoff.Storage;
import io.millrace.launcher.options.HadoopOptions;
import java.io.IOException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which runs, and for whom the answer is. */
final class RunsOptions {
  @Option(
      names = "--runs",
      paramLabel = "DIR",
      defaultValue = "runs",
      description = "Where runs are kept, on any Hadoop file system (default: ./${DEFAULT-VALUE}).")
  private String runs = "runs";

  @Mixin private HadoopOptions hadoop = new HadoopOptions();

  @Option(names = "--json", description = "Print the answer as JSON.")
  private boolean json;

  boolean json() {
    return json;
  }

  String runs() {
    return runs;
  }

  RunStore store() throws IOException {
    Storage storage = new Storage(hadoop.hadoop());
    return new RunStore(storage, storage.qualify(runs));
  }
}
