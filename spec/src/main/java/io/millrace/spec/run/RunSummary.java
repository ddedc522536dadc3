package io.millrace.spec.run;

import io.millrace.spec.evaluation.GateResult;
import io.millrace.spec.evaluation.MetricValue;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code summary.json} of a run; read by programs, names stay. */
public record RunSummary(
    String pipeline,
    String runId,
    String status,
    double seconds,
    List<StepSummary> steps,
    List<ModelSummary> models) {
  public static final String SUCCEEDED = "succeeded";
  public static final String FAILED = "failed";
  public static final String CANCELLED = "cancelled";

  public RunSummary {
    steps = List.copyOf(steps);
    models = List.copyOf(models);
  }

  /**
   * A step.
   *
   * @param status {@code done}, {@code skipped} (nothing had changed), {@code failed} or {@code
   *     pending}
   * @param rowsIn null for a step that handles no rows
   */
  public record StepSummary(
      String name,
      String status,
      double seconds,
      @Nullable Long rowsIn,
      @Nullable Long rowsOut,
      @Nullable Long rowsRejected) {}

  /**
   * A model.
   *
   * @param name in the catalog: {@code team/model}
   * @param version null where it was not published
   */
  public record ModelSummary(
      String name,
      String engine,
      String network,
      Map<String, MetricValue> metrics,
      GateResult gate,
      @Nullable Integer version) {}
}
