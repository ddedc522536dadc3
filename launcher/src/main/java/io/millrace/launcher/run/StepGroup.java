package io.millrace.launcher.run;

import io.millrace.launcher.install.SparkVersion;
import io.millrace.launcher.plan.PlannedRun;
import io.millrace.spec.PipelineDefinition;
import io.millrace.spec.run.StepPlan;
import java.util.ArrayList;
import java.util.List;

/**
 * Steps that share a process.
 *
 * @param version of Spark that all of them run with
 * @param steps their names, in order
 */
record StepGroup(SparkVersion version, List<String> steps) {
  private static final String BIGDL = "bigdl";
  private static final String TRAIN = "train";

  StepGroup {
    steps = List.copyOf(steps);
  }

  /**
   * The steps that have work to do, neighbours of one version together. Trainings depend only on
   * the features, but keep their order: it is the definition's.
   */
  static List<StepGroup> of(PlannedRun planned) {
    List<StepGroup> groups = new ArrayList<>();
    for (String name : planned.stepsToRun()) {
      SparkVersion version = version(planned.plan().step(name), planned.definition());
      StepGroup last = groups.isEmpty() ? null : groups.get(groups.size() - 1);
      if (last != null && last.version == version) {
        groups.set(groups.size() - 1, last.with(name));
      } else {
        groups.add(new StepGroup(version, List.of(name)));
      }
    }
    return groups;
  }

  /** The version of Spark that a step runs with. */
  static SparkVersion version(StepPlan step, PipelineDefinition definition) {
    boolean bigdl =
        step.kind().equals(TRAIN)
            && definition.models().stream()
                .filter(model -> step.name().equals(TRAIN + "-" + model.name()))
                .anyMatch(model -> model.engine().equals(BIGDL));
    return bigdl ? SparkVersion.SPARK_2_4 : SparkVersion.SPARK_3_5;
  }

  private StepGroup with(String name) {
    List<String> more = new ArrayList<>(steps);
    more.add(name);
    return new StepGroup(version, more);
  }
}
