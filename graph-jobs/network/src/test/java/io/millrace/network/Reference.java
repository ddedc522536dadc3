package io.millrace.network;

import io.millrace.spec.feature.DatePart;
import io.millrace.spec.feature.FeaturePlan;
import io.millrace.spec.feature.Transform;
import io.millrace.spec.model.Predictor;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a plan and a predictor mean, in plain Java, one row at a time. A row maps columns to String,
 * Boolean, Long, Double, LocalDateTime or LocalDate; a missing value is absent.
 */
final class Reference {
  private Reference() {}

  /** Outputs by name: Float if dense, Long if an index. */
  static Map<String, Number> features(FeaturePlan plan, Map<String, Object> row) {
    Map<String, Number> outputs = new HashMap<>();
    for (Transform transform : plan.transforms()) {
      if (transform instanceof Transform.Cyclic t) {
        Integer part = part(row.get(t.column()), t.part());
        double angle = part == null ? 0 : 2 * Math.PI * part / t.part().size();
        outputs.put(t.name() + "_sin", part == null ? 0f : (float) Math.sin(angle));
        outputs.put(t.name() + "_cos", part == null ? 0f : (float) Math.cos(angle));
      } else {
        outputs.put(transform.name(), value(transform, row, outputs));
      }
    }
    return outputs;
  }

  private static Number value(
      Transform transform, Map<String, Object> row, Map<String, Number> outputs) {
    if (transform instanceof Transform.Numeric t) {
      Double x = number(row.get(t.column()));
      double f = x == null ? t.imputed() : x;
      f = t.log() ? Math.log(1 + Math.max(f, 0)) : f;
      return (float) ((f - t.mean()) / t.scale());
    }
    if (transform instanceof Transform.Bins t) {
      Double x = number(row.get(t.column()));
      return x == null ? 0L : 1 + t.edges().stream().filter(edge -> edge <= x).count();
    }
    if (transform instanceof Transform.Index t) {
      Object key = row.get(t.column());
      return key == null || key.equals("") ? 0L : 1L + t.vocabulary().indexOf(key.toString());
    }
    if (transform instanceof Transform.Hash t) {
      return hash(t, (String) row.get(t.column()));
    }
    if (transform instanceof Transform.Part t) {
      Integer part = part(row.get(t.column()), t.part());
      return part == null ? 0L : 1L + part;
    }
    return cross((Transform.Cross) transform, outputs);
  }

  private static @Nullable Double number(@Nullable Object value) {
    double x = value == null ? Double.NaN : ((Number) value).doubleValue();
    return Double.isNaN(x) ? null : x;
  }

  private static long hash(Transform.Hash transform, @Nullable String text) {
    if (text == null || text.isEmpty()) {
      return 0;
    }
    int hash = Murmur3.hash(text.getBytes(StandardCharsets.UTF_8), transform.seed());
    return 1 + Integer.toUnsignedLong(hash) % transform.buckets();
  }

  private static @Nullable Integer part(@Nullable Object value, DatePart part) {
    if (value == null) {
      return null;
    }
    LocalDateTime time =
        value instanceof LocalDate date ? date.atStartOfDay() : (LocalDateTime) value;
    return switch (part) {
      case MINUTE_OF_HOUR -> time.getMinute();
      case MINUTE_OF_DAY -> time.getHour() * 60 + time.getMinute();
      case HOUR -> time.getHour();
      case WEEKDAY -> time.getDayOfWeek().getValue() - 1;
      case DAY_OF_MONTH -> time.getDayOfMonth() - 1;
      case DAY_OF_YEAR -> time.getDayOfYear() - 1;
      case MONTH -> time.getMonthValue() - 1;
    };
  }

  private static long cross(Transform.Cross transform, Map<String, Number> outputs) {
    long code = 0;
    for (int i = 0; i < transform.of().size(); i++) {
      long index = outputs.get(transform.of().get(i)).longValue();
      code = code * transform.cardinalities().get(i) + index;
    }
    if (transform.buckets() == null) {
      return 1L + transform.codes().indexOf(code);
    }
    return 1 + Math.floorMod(code * 2654435761L, 1L << 31) % transform.buckets();
  }

  static double[] scores(Predictor predictor, Map<String, Number> features) {
    if (predictor instanceof Predictor.Deep deep) {
      return ReferenceNetwork.scores(deep, features);
    }
    return predictor instanceof Predictor.Linear linear
        ? linear(linear, features)
        : new double[] {trees((Predictor.Trees) predictor, features)};
  }

  private static double[] linear(Predictor.Linear linear, Map<String, Number> features) {
    double[] scores = linear.bias().clone();
    for (int k = 0; k < scores.length; k++) {
      for (int d = 0; d < linear.denseNames().size(); d++) {
        scores[k] += linear.dense()[k][d] * features.get(linear.denseNames().get(d)).floatValue();
      }
      for (Predictor.Table table : linear.tables()) {
        scores[k] += table.weights()[features.get(table.name()).intValue()][k];
      }
    }
    return scores;
  }

  private static double trees(Predictor.Trees trees, Map<String, Number> features) {
    List<Number> x = trees.inputs().stream().map(features::get).toList();
    double score = trees.bias();
    for (Predictor.Tree tree : trees.trees()) {
      int node = 0;
      while (tree.left()[node] >= 0) {
        boolean left = x.get(tree.input()[node]).doubleValue() <= tree.threshold()[node];
        node = left ? tree.left()[node] : tree.right()[node];
      }
      score += tree.weight() * tree.leaf()[node];
    }
    return score;
  }
}
