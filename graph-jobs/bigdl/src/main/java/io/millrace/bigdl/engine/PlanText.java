package io.millrace.bigdl.engine;

import io.millrace.handoff.Json;
import io.millrace.spec.network.TrainingPlan;
import java.io.IOException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A training plan on its way to executors: as text, since records of spec know no Java streams. */
public final class PlanText implements Serializable {
  private static final long serialVersionUID = 1;

  private final String text;
  private transient @Nullable TrainingPlan plan;

  public PlanText(TrainingPlan plan) {
    this.text = Json.line(plan);
    this.plan = plan;
  }

  public synchronized TrainingPlan plan() {
    TrainingPlan known = plan;
    if (known == null) {
      try {
        known =
            Json.read(
                text.getBytes(StandardCharsets.UTF_8),
                TrainingPlan.class,
                TrainingPlan.VERSION,
                "training-plan.json");
      } catch (IOException e) {
        throw new IllegalStateException("A plan that was written can be read.", e);
      }
      plan = known;
    }
    return known;
  }
}
