package io.millrace.bigdl.kernel;

import io.millrace.bigdl.data.Rows;
import java.util.HashMap;
import java.util.Map;

/**
 * Linear, batch normalisation, linear over a batch in double precision: 3, 5 and 1 numbers wide.
 */
final class BatchNormReference {
  private static final int IN = 3;
  private static final int WIDTH = 5;
  private static final double STEP = 1e-4;
  private static final String[] TRAINED = {
    "first.weight", "first.bias", "tested.scale", "tested.shift"
  };

  private BatchNormReference() {}

  static double[] scores(Map<String, float[]> parameters, Rows rows, int count) {
    return scores(doubles(parameters), rows, count, new double[2][WIDTH]);
  }

  /** Means and variances of the values that are normalised. */
  static double[][] moments(Map<String, float[]> parameters, Rows rows, int count) {
    double[][] moments = new double[2][WIDTH];
    scores(doubles(parameters), rows, count, moments);
    return moments;
  }

  /** Slopes of the weighted sum of scores by position in the flat vector. */
  static Map<Integer, Double> gradients(
      Map<String, float[]> parameters, Rows rows, int count, float[] weightOfScores) {
    Map<Integer, Double> slopes = new HashMap<>();
    Map<String, double[]> values = doubles(parameters);
    int next = 0;
    for (String name : TRAINED) {
      double[] array = values.get(name);
      for (int i = 0; i < array.length; i++) {
        double kept = array[i];
        array[i] = kept + STEP;
        double up = sum(values, rows, count, weightOfScores);
        array[i] = kept - STEP;
        double down = sum(values, rows, count, weightOfScores);
        array[i] = kept;
        slopes.put(next++, (up - down) / (2 * STEP));
      }
    }
    return slopes;
  }

  private static double sum(
      Map<String, double[]> parameters, Rows rows, int count, float[] weightOfScores) {
    double[] scores = scores(parameters, rows, count, new double[2][WIDTH]);
    double sum = 0;
    for (int r = 0; r < count; r++) {
      sum += scores[r] * weightOfScores[r];
    }
    return sum;
  }

  private static double[] scores(
      Map<String, double[]> p, Rows rows, int count, double[][] moments) {
    double[][] first = new double[count][WIDTH];
    for (int r = 0; r < count; r++) {
      for (int o = 0; o < WIDTH; o++) {
        first[r][o] = p.get("first.bias")[o];
        for (int i = 0; i < IN; i++) {
          first[r][o] += p.get("first.weight")[o * IN + i] * rows.dense()[r * IN + i];
        }
        moments[0][o] += first[r][o] / count;
      }
    }
    for (double[] row : first) {
      for (int o = 0; o < WIDTH; o++) {
        moments[1][o] += Math.pow(row[o] - moments[0][o], 2) / count;
      }
    }
    double[] scores = new double[count];
    for (int r = 0; r < count; r++) {
      scores[r] = p.get("output.bias")[0];
      for (int o = 0; o < WIDTH; o++) {
        double normal = (first[r][o] - moments[0][o]) / Math.sqrt(moments[1][o] + 1e-5);
        double y = normal * p.get("tested.scale")[o] + p.get("tested.shift")[o];
        scores[r] += p.get("output.weight")[o] * y;
      }
    }
    return scores;
  }

  private static Map<String, double[]> doubles(Map<String, float[]> parameters) {
    Map<String, double[]> doubles = new HashMap<>();
    parameters.forEach(
        (name, values) -> {
          double[] copy = new double[values.length];
          for (int i = 0; i < values.length; i++) {
            copy[i] = values[i];
          }
          doubles.put(name, copy);
        });
    return doubles;
  }
}
