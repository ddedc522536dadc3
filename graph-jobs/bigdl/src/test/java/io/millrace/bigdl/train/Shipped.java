package io.millrace.bigdl.train;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import io.millrace.network.OnnxExporter;
import io.millrace.spec.model.Predictor;
import java.nio.DoubleBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/** The shipped file's scores for rows of a {@link PreparedRun}, from raw columns. */
final class Shipped {
  private Shipped() {}

  /** First score of each row: probability of yes, or the number. */
  static Map<Long, float[]> scores(Predictor.Deep predictor, Collection<Long> keys)
      throws Exception {
    byte[] file = OnnxExporter.export(PreparedRun.featurePlan(), predictor, List.of(), Map.of());
    List<Long> rows = new ArrayList<>(keys);
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (OrtSession session = environment.createSession(file)) {
      Map<String, OnnxTensor> inputs = new HashMap<>();
      for (String column : session.getInputNames()) {
        inputs.put(column, tensor(environment, column, rows));
      }
      try (OrtSession.Result result = session.run(inputs)) {
        float[] scores = (float[]) result.get(0).getValue();
        Map<Long, float[]> byRow = new HashMap<>();
        for (int i = 0; i < rows.size(); i++) {
          byRow.put(rows.get(i), new float[] {scores[i]});
        }
        return byRow;
      } finally {
        inputs.values().forEach(OnnxTensor::close);
      }
    }
  }

  private static OnnxTensor tensor(OrtEnvironment environment, String column, List<Long> rows)
      throws Exception {
    if (column.equals("x") || column.equals("y")) {
      double[] values =
          rows.stream().mapToDouble(r -> PreparedRun.values(r).get(column).doubleValue()).toArray();
      return OnnxTensor.createTensor(
          environment, DoubleBuffer.wrap(values), new long[] {values.length});
    }
    // Index 0 is what the vocabulary does not have.
    String[] words =
        rows.stream()
            .map(r -> PreparedRun.values(r).get(column).intValue())
            .map(i -> i == 0 ? "never seen" : column + (i - 1))
            .toArray(String[]::new);
    return OnnxTensor.createTensor(environment, words);
  }

  /** Mean log loss of predictions for a binary label. */
  static double logLoss(PreparedRun run, Map<Long, double[]> predictions) {
    double sum = 0;
    for (Map.Entry<Long, double[]> entry : predictions.entrySet()) {
      double p = entry.getValue()[0];
      sum -= run.label(entry.getKey()) > 0.5 ? Math.log(p) : Math.log(1 - p);
    }
    return sum / predictions.size();
  }

  /** Share of the test rows on whose side of one half the shipped file's score is. */
  static double accuracy(PreparedRun run, Predictor.Deep predictor) throws Exception {
    int begin = PreparedRun.TRAIN + PreparedRun.VALID;
    List<Long> rows = LongStream.range(begin, begin + PreparedRun.TEST).boxed().toList();
    long right =
        scores(predictor, rows).entrySet().stream()
            .filter(e -> e.getValue()[0] > 0.5 == run.label(e.getKey()) > 0.5)
            .count();
    return right / (double) rows.size();
  }
}
