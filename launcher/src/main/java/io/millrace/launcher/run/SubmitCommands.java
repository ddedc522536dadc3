package io.millrace.launcher.run;

import io.millrace.launcher.install.Installation;
import io.millrace.launcher.plan.PlannedRun;
import io.millrace.spec.run.StepPlan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The {@code spark-submit} command of each step, for schedulers. */
public final class SubmitCommands {
  private static final Map<String, String> JOBS =
      Map.of(
          "clean", "io.millrace.jobs.clean.CleanJob",
          "features", "io.millrace.jobs.features.FeaturesJob",
          "train", "io.millrace.jobs.train.TrainJob",
          "evaluate", "io.millrace.jobs.evaluate.EvaluateJob",
          "publish", "io.millrace.jobs.publish.PublishJob");

  private SubmitCommands() {}

  /** A command for each step that has work to do, in an order in which they can run. */
  public static List<String> of(PlannedRun planned, Installation installation, SparkSettings spark)
      throws IOException {
    String jars =
        installation.libraries().stream().map(Path::toString).collect(Collectors.joining(","));
    List<String> commands = new ArrayList<>();
    for (String name : planned.stepsToRun()) {
      StepPlan step = planned.plan().step(name);
      List<String> command =
          new ArrayList<>(
              List.of(
                  "spark-submit", "--master", spark.master(), "--class", JOBS.get(step.kind())));
      command.addAll(List.of("--jars", jars, installation.jobsJar().toString()));
      command.addAll(List.of("--run", planned.directory().root().toString()));
      if (step.kind().equals("train")) {
        command.addAll(List.of("--model", name.substring(name.indexOf('-') + 1)));
      }
      commands.add(String.join(" ", command));
    }
    return commands;
  }
}
