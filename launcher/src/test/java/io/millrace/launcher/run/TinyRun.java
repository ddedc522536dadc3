package io.millrace.launcher.run;

import io.millrace.launcher.install.SparkVersion;
import io.millrace.launcher.plan.Definitions;
import io.millrace.launcher.plan.Runs;
import io.millrace.spec.PipelineDefinition;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Runs a definition with {@link TinyJob}; also a process of its own, to be ended by tests. */
final class TinyRun {
  private TinyRun() {}

  public static void main(String[] arguments) throws IOException {
    PrintWriter out = writer(System.out);
    Interruption.listen();
    RunOutcome outcome = run(Path.of(arguments[0]), arguments[1], writer(System.err), out);
    System.exit(outcome.failure() == null ? 0 : 1);
  }

  static PrintWriter writer(java.io.PrintStream stream) {
    return new PrintWriter(stream, true, StandardCharsets.UTF_8);
  }

  static RunOutcome run(Path folder, String behaviour, PrintWriter err, PrintWriter out)
      throws IOException {
    Runs runs = new Runs(folder);
    return new Runner(
            runs.storage, applications(behaviour), new LineProgress(out), err, "tiny run 'a b'")
        .run(() -> runs.plan(definition()), Duration.ZERO);
  }

  private static PipelineDefinition definition() {
    Definitions definitions = new Definitions();
    definitions.embedding = 8;
    return definitions.build();
  }

  private static Applications applications(String behaviour) {
    return new Applications() {
      @Override
      public Application on(SparkVersion version) {
        return application(behaviour, version);
      }

      @Override
      public String note(SparkVersion version) {
        return version == SparkVersion.SPARK_2_4 ? "BigDL runs here." : "";
      }
    };
  }

  private static Application application(String behaviour, SparkVersion version) {
    return (arguments, scratch) -> {
      List<String> command = java(TinyJob.class);
      command.add(behaviour);
      command.addAll(arguments);
      command.add(version.number());
      return new ProcessBuilder(command);
    };
  }

  /** A fresh Java on the class path of the tests. */
  static List<String> java(Class<?> main) {
    return new ArrayList<>(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            main.getName()));
  }
}
