package io.millrace.launcher.plan;

import io.millrace.launcher.text.Figures;
import io.millrace.spec.model.TrainingSettings;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether the rows of trainings that hold them in memory have room there. Spark's own steps spill
 * to disk; a training that holds its rows would end after it has read them all.
 */
public final class Room {
  private static final String TRAIN = "train-";

  /** The part of the heap that Spark gives to what it holds, the rest is for its work. */
  private static final double HELD = 0.6;

  private Room() {}

  /**
   * One line for each step that will run and whose estimate is above the memory.
   *
   * @param heapBytes of all executors together, without what Spark reserves
   */
  public static List<String> warnings(PlannedRun planned, long heapBytes) {
    if (planned.definition().mainTable().derived()) {
      // How many rows SQL will give is a guess that is no reason to worry anybody.
      return List.of();
    }
    long room = (long) (heapBytes * HELD);
    List<String> warnings = new ArrayList<>();
    for (StepDecision decision : planned.decisions()) {
      long needed = decision.step().estimate().memoryBytes();
      if (decision.runs() && needed > room && holdsRows(planned, decision.step().name())) {
        warnings.add(
            "Step '%s' holds about %s of rows in memory, where its executors have %s. Give them more (resources.memory), or use more of them."
                .formatted(decision.step().name(), Figures.bytes(needed), Figures.bytes(room)));
      }
    }
    return warnings;
  }

  private static boolean holdsRows(PlannedRun planned, String step) {
    return planned.definition().models().stream()
        .filter(model -> step.equals(TRAIN + model.name()))
        .anyMatch(model -> model.settings() instanceof TrainingSettings.Deep);
  }
}
