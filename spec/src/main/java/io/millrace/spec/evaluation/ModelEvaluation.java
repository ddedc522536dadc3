package io.millrace.spec.evaluation;

import io.millrace.spec.target.Task;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a trained model: {@code evaluation.json}.
 *
 * @param rows rows of the test split
 * @param validation value of the selection metric on the validation split
 * @param metrics by public name, on the test split
 * @param threshold chosen on the validation split; null but for the binary task
 * @param confusion rows by [actual][predicted] on the test split, empty for regression
 * @param parity largest difference between the shipped file's and the engine's own predictions,
 *     over parityRows rows of the validation split
 * @param comparisons with each other model of the run, and with the champion where it was scored;
 *     empty in files from before there were any
 * @param curves {@link Curve#ROC} and {@link Curve#PRECISION_RECALL} on the test split; empty but
 *     for the binary task, where the test split lacks one of the two classes, and in older files
 * @param importance of each raw column that the shipped file reads, by falling change; empty where
 *     it was switched off and in older files
 * @param importanceSample what the importance was measured on; null where it is empty
 */
public record ModelEvaluation(
    int version,
    String model,
    String engine,
    String network,
    Task task,
    long rows,
    double validation,
    Map<String, MetricValue> metrics,
    @Nullable Double threshold,
    List<List<Long>> confusion,
    List<CalibrationBin> calibration,
    List<Slice> slices,
    double parity,
    long parityRows,
    @Nullable Champion champion,
    List<Comparison> comparisons,
    List<Curve> curves,
    List<Importance> importance,
    Importance.@Nullable Sample importanceSample,
    GateResult gate) {
  public static final int VERSION = 1;

  public ModelEvaluation {
    comparisons = comparisons == null ? List.of() : List.copyOf(comparisons);
    curves = curves == null ? List.of() : List.copyOf(curves);
    importance = importance == null ? List.of() : List.copyOf(importance);
  }

  /** A tenth of the rows by rising score: what was predicted, what came. */
  public record CalibrationBin(double predicted, double observed, long rows) {}

  /** Metrics for the rows that have one value; small slices are pooled under {@code (pooled)}. */
  public record Slice(String by, String value, long rows, Map<String, MetricValue> metrics) {}

  /** The model that held the alias, scored on this run's test split. */
  public record Champion(
      String model, int version, Map<String, MetricValue> metrics, @Nullable String refusal) {}
}
