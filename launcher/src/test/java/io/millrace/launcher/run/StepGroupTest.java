package io.millrace.launcher.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.launcher.install.Installation;
import io.millrace.launcher.install.SparkVersion;
import io.millrace.launcher.plan.Definitions;
import io.millrace.launcher.plan.GraphRuns;
import io.millrace.launcher.plan.PlannedRun;
import io.millrace.launcher.plan.Runs;
import io.millrace.spec.ResourceSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StepGroupTest {
  @TempDir private Path folder;

  @Test
  void withoutBigDlAllStepsShareAProcess() throws IOException {
    List<StepGroup> groups = StepGroup.of(plan(0));

    assertThat(groups).hasSize(1);
    assertThat(groups.get(0).version()).isEqualTo(SparkVersion.SPARK_3_5);
    assertThat(groups.get(0).steps()).startsWith("clean").endsWith("publish");
  }

  @Test
  void bigDlStepsRunBetweenTheOthersOfTheirPlace() throws IOException {
    assertThat(StepGroup.of(plan(8)))
        .containsExactly(
            new StepGroup(
                SparkVersion.SPARK_3_5, List.of("clean", "features", "train-logistic-regression")),
            new StepGroup(SparkVersion.SPARK_2_4, List.of("train-wide")),
            new StepGroup(SparkVersion.SPARK_3_5, List.of("train-trees", "evaluate", "publish")));
  }

  @Test
  void aSchedulerIsToldTheClassAndTheRuntimeOfEachStep() throws IOException {
    Path main = jar("3.5", "pipeline-jobs-1.jar");
    Path bigdl = jar("2.4", "bigdl-1.jar");

    List<String> commands = SubmitCommands.of(plan(8), jobs(null, null));

    assertThat(commands).hasSize(7);
    assertThat(commands.get(0))
        .startsWith("spark-submit --master local[2] --class io.millrace.jobs.clean.CleanJob")
        .contains(main + " --run ");
    assertThat(commands.get(3))
        .startsWith("env ")
        .contains("SPARK_HOME=" + bigdl.getParent().getParent(), "SPARK_SCALA_VERSION=2.11")
        .contains(" -cp '", bigdl.getParent() + "/*' org.apache.spark.deploy.SparkSubmit")
        .contains(" --class io.millrace.bigdl.TrainSteps ", " spark-internal --run ")
        .doesNotContain(".jsa")
        .endsWith(" --steps train-wide");
    assertThat(commands.get(4)).endsWith(" --model trees");
  }

  @Test
  void aSchedulerIsToldTheNameOfAStepThatSharesItsClass() throws IOException {
    Path main = jar("3.5", "pipeline-jobs-1.jar");
    jar("2.4", "bigdl-1.jar");
    PlannedRun planned = GraphRuns.in(folder.resolve("runs")).plan(GraphRuns.definition());

    List<String> commands = SubmitCommands.of(planned, jobs(null, null));

    String run = main + " --run " + planned.directory().root();
    assertThat(commands.get(0))
        .contains(" --class io.millrace.jobs.RunSteps ")
        .endsWith(run + " --steps clean-flights");
    assertThat(commands.get(2)).contains(" --class io.millrace.jobs.clean.CleanJob ").endsWith(run);
    assertThat(commands.get(4)).endsWith(run + " --steps graph");
    assertThat(commands.get(5)).endsWith(run + " --steps neighbourhoods");
  }

  @Test
  void theStepsOfAGraphShareTheProcessOfThoseBefore() throws IOException {
    PlannedRun planned = GraphRuns.in(folder.resolve("runs")).plan(GraphRuns.definition());

    assertThat(StepGroup.of(planned))
        .containsExactly(
            new StepGroup(
                SparkVersion.SPARK_3_5,
                List.of(
                    "clean-flights",
                    "clean-routes",
                    "clean",
                    "features",
                    "graph",
                    "neighbourhoods",
                    "train-logistic-regression")),
            new StepGroup(SparkVersion.SPARK_2_4, List.of("train-graphsage")),
            new StepGroup(SparkVersion.SPARK_3_5, List.of("evaluate", "publish")));
  }

  @Test
  void quotesWhatAShellWouldRead() {
    assertThat(ShellWords.quoted("spark.x=1,2")).isEqualTo("spark.x=1,2");
    assertThat(ShellWords.quoted("it's $5")).isEqualTo("'it'\\''s $5'");
  }

  @Test
  void tellsThatBigDlDoesNotUseTheCluster() {
    String cluster = "spark://127.0.0.1:7077";

    assertThat(jobs(cluster, null).note(SparkVersion.SPARK_2_4))
        .startsWith("BigDL runs here, as local[2]: it cannot use " + cluster)
        .endsWith("by --bigdl-master.");
    assertThat(jobs(cluster, null).note(SparkVersion.SPARK_3_5)).isEmpty();
    assertThat(jobs(cluster, "spark://127.0.0.1:7177").note(SparkVersion.SPARK_2_4)).isEmpty();
    assertThat(jobs(null, null).note(SparkVersion.SPARK_2_4)).isEmpty();
  }

  private SparkJobs jobs(@Nullable String master, @Nullable String bigdlMaster) {
    return new SparkJobs(new Installation(folder), settings(master), settings(bigdlMaster));
  }

  private static SparkSettings settings(@Nullable String master) {
    return new SparkSettings(master, Map.of(), new ResourceSpec(2, null, null), Machine.current());
  }

  private PlannedRun plan(int embedding) throws IOException {
    Definitions definitions = new Definitions();
    definitions.embedding = embedding;
    return new Runs(folder.resolve("runs")).plan(definitions.build());
  }

  private Path jar(String version, String name) throws IOException {
    Path lib =
        Files.createDirectories(folder.resolve("deploy/spark-" + version + "/target/runtime/lib"));
    Files.createDirectories(lib.resolveSibling("jars"));
    return Files.createFile(lib.resolve(name));
  }
}
