package io.millrace.launcher.run;

import io.millrace.launcher.install.SparkRuntime;
import io.millrace.launcher.install.SparkVersion;
import io.millrace.launcher.plan.PlannedRun;
import io.millrace.spec.run.StepPlan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The command of each step, for schedulers: {@code spark-submit} of a Spark 3.5 installation, and
 * for BigDL, whose Spark nobody has installed, Java with the runtime that Millrace assembles.
 */
public final class SubmitCommands {
  private static final Map<String, String> JOBS =
      Map.of(
          "clean", "io.millrace.jobs.clean.CleanJob",
          "features", "io.millrace.jobs.features.FeaturesJob",
          "train", "io.millrace.jobs.train.TrainJob",
          "evaluate", "io.millrace.jobs.evaluate.EvaluateJob",
          "publish", "io.millrace.jobs.publish.PublishJob");

  private final PlannedRun planned;
  private final SparkJobs jobs;

  private SubmitCommands(PlannedRun planned, SparkJobs jobs) {
    this.planned = planned;
    this.jobs = jobs;
  }

  /** A command for each step that has work to do, in an order in which they can run. */
  public static List<String> of(PlannedRun planned, SparkJobs jobs) throws IOException {
    SubmitCommands submit = new SubmitCommands(planned, jobs);
    List<String> commands = new ArrayList<>();
    for (String name : planned.stepsToRun()) {
      StepPlan step = planned.plan().step(name);
      boolean bigdl = StepGroup.version(step, planned.definition()) == SparkVersion.SPARK_2_4;
      commands.add(bigdl ? submit.bigdl(name) : submit.spark(step));
    }
    return commands;
  }

  private String spark(StepPlan step) throws IOException {
    SparkRuntime runtime = jobs.installation().runtime(SparkVersion.SPARK_3_5);
    String jars = runtime.libraries().stream().map(Path::toString).collect(Collectors.joining(","));
    List<String> command = new ArrayList<>(List.of("spark-submit", "--master"));
    boolean train = step.kind().equals("train");
    // The class of a step of its own, else the one that runs any step by its name.
    boolean own = train || step.name().equals(step.kind());
    String job = own ? JOBS.getOrDefault(step.kind(), SparkJobs.STEPS) : SparkJobs.STEPS;
    command.addAll(List.of(jobs.spark().master(), "--class", job));
    command.addAll(List.of("--jars", jars, runtime.jobsJar().toString()));
    command.addAll(List.of("--run", run()));
    if (train) {
      command.addAll(List.of("--model", step.name().substring(step.name().indexOf('-') + 1)));
    } else if (job.equals(SparkJobs.STEPS)) {
      command.addAll(List.of("--steps", step.name()));
    }
    return String.join(" ", command);
  }

  private String bigdl(String step) throws IOException {
    SparkApplication application = jobs.bigdlApplication();
    List<String> command = new ArrayList<>(List.of("env"));
    application
        .environment()
        .forEach((name, value) -> command.add(ShellWords.quoted(name + "=" + value)));
    Path scratch = Path.of(System.getProperty("java.io.tmpdir"));
    application.command(List.of("--run", run(), "--steps", step), scratch).stream()
        .map(ShellWords::quoted)
        .forEach(command::add);
    return String.join(" ", command);
  }

  private String run() {
    return planned.directory().root().toString();
  }
}
