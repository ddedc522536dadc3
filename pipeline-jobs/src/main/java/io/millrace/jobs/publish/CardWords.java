package io.millrace.jobs.publish;

import io.millrace.spec.feature.FeatureSpec;
import io.millrace.spec.feature.FeatureSpec.Bins;
import io.millrace.spec.feature.FeatureSpec.Cross;
import io.millrace.spec.feature.FeatureSpec.Cyclic;
import io.millrace.spec.feature.FeatureSpec.Hash;
import io.millrace.spec.feature.FeatureSpec.Index;
import io.millrace.spec.feature.FeatureSpec.Numeric;
import io.millrace.spec.feature.FeatureSpec.Part;
import io.millrace.spec.feature.FeatureSpec.Sparse;
import io.millrace.spec.target.SplitSpec;
import io.millrace.spec.target.SplitSpec.AtRandom;
import io.millrace.spec.target.SplitSpec.ByTime;
import io.millrace.spec.target.SplitSpec.ByValue;
import io.millrace.spec.target.SplitSpec.Folds;
import io.millrace.spec.target.SplitSpec.TimeRange;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a model card says of a definition's parts to people who do not know its language. */
final class CardWords {
  private CardWords() {}

  /** How rows are split. */
  static String of(SplitSpec split) {
    if (split instanceof ByTime by) {
      return "by `%s`: train %s, validation %s, test %s"
          .formatted(by.column(), range(by.train()), range(by.valid()), range(by.test()));
    }
    if (split instanceof AtRandom random) {
      return "at random, %s train, %s validation, %s test%s"
          .formatted(
              percent(random.train()),
              percent(random.valid()),
              percent(random.test()),
              together(random.group()));
    }
    if (split instanceof Folds folds) {
      return "%d folds at random: this model was tested on the first%s"
          .formatted(folds.folds(), together(folds.group()));
    }
    ByValue by = (ByValue) split;
    String valid =
        by.valid().isEmpty()
            ? percent(by.validFraction()) + " of the train rows at random"
            : values(by.valid());
    return "by the values of `%s`%s: train %s, validation %s, test %s%s"
        .formatted(
            by.columns().get(0),
            by.columns().size() > 1
                ? ", the first of %d splits".formatted(by.columns().size())
                : "",
            values(by.train()),
            valid,
            values(by.test()),
            together(by.group()));
  }

  private static String range(TimeRange range) {
    LocalDateTime from = range.from();
    LocalDateTime to = range.to();
    if (from == null) {
      return to == null ? "all" : "before " + to;
    }
    return to == null ? "from " + from : "from %s to before %s".formatted(from, to);
  }

  private static String together(@Nullable String group) {
    return group == null ? "" : "; rows with the same `%s` stay together".formatted(group);
  }

  private static String percent(double fraction) {
    return String.format(Locale.ROOT, "%.1f%%", 100 * fraction).replace(".0%", "%");
  }

  private static String values(List<String> values) {
    return values.stream().map(value -> "'" + value + "'").collect(Collectors.joining(", "));
  }

  /** What a feature is made from, and how. */
  static String of(FeatureSpec feature) {
    if (feature instanceof Cross cross) {
      return "combinations of %s".formatted(names(cross.of()))
          + (cross.buckets() == null ? "" : ", hashed into %,d".formatted(cross.buckets()));
    }
    return "%s of %s".formatted(how(feature), names(feature.columns()));
  }

  private static String how(FeatureSpec feature) {
    if (feature instanceof Numeric number) {
      return (number.log() ? "logarithm" : "number")
          + (number.standardise() ? ", standardised," : "");
    }
    if (feature instanceof Bins bins) {
      return "quantile, one of %d,".formatted(bins.bins());
    }
    if (feature instanceof Index) {
      return "value, by an index of those in training,";
    }
    if (feature instanceof Hash hash) {
      return "value, hashed into %,d,".formatted(hash.buckets());
    }
    if (feature instanceof Part part) {
      return part.part().text();
    }
    if (feature instanceof Cyclic cyclic) {
      return "%s, on a circle,".formatted(cyclic.part().text());
    }
    Sparse sparse = (Sparse) feature;
    return "%,d numbers, most of them 0,%s"
        .formatted(sparse.width(), sparse.normalise() ? " divided by their sum," : "");
  }

  static String names(List<String> names) {
    return names.stream().map(name -> "`" + name + "`").collect(Collectors.joining(", "));
  }
}
