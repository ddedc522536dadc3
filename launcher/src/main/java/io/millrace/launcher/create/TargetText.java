package io.millrace.launcher.create;

import io.millrace.spec.target.Task;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Writes label, split, models, evaluation and publication, which follow from the task. */
final class TargetText {
  /** An epoch has about this many steps at least, or a short table would be learnt by too few. */
  private static final int STEPS = 60;

  private static final int SMALLEST_BATCH = 64;
  private static final int LARGEST_BATCH = 4_096;
  private static final int MOST_SLICES = 20;

  private final Proposal proposal;
  private final LabelChoice label;

  TargetText(Proposal proposal) {
    this.proposal = proposal;
    this.label = proposal.label();
  }

  String labelAndSplit() {
    return """
        # The label: %s.
        label { column = %s, task = %s%s }

        %s
        """
        .formatted(
            label.why(),
            Texts.key(label.column().name()),
            label.task().name().toLowerCase(java.util.Locale.ROOT),
            target(),
            split());
  }

  private String target() {
    if (label.task() == Task.REGRESSION) {
      return "";
    }
    if (label.task() == Task.MULTICLASS) {
      return ", classes = [%s]".formatted(values(label.classes().stream().sorted().toList()));
    }
    return label.column().isNumeric()
        ? ", at-least = " + label.column().ends().most()
        : ", positive = [%s]".formatted(values(List.of(label.positive())));
  }

  private static String values(List<String> values) {
    return values.stream().map(Texts::quoted).collect(Collectors.joining(", "));
  }

  private String split() {
    TimeSplit split = proposal.split();
    if (split == null) {
      return """
          # No time to split by: equal rows share a split, by a hash of the row.
          split { by = random, train = 0.7, valid = 0.15, test = 0.15, seed = 1 }
          """;
    }
    String valid = Texts.quoted(TimeSplit.text(split.valid()));
    String test = Texts.quoted(TimeSplit.text(split.test()));
    return """
        # The past predicts the future: about 70, 15 and 15%% of the rows that were looked at.
        split {
          by = time
          column = %s
          train { to = %s }
          valid { from = %s, to = %s }
          test { from = %s }
        }
        """
        .formatted(Texts.key(split.column().name()), valid, valid, test, test);
  }

  String modelsToPublish() {
    return models() + evaluation() + publish();
  }

  private String models() {
    return """
        models {
          %s { max-iterations = 60, l2 = 0.0001 }
          # A network of layers, trained by BigDL.
          mlp {
            embedding = 8
            hidden = [64, 32]
            dropout = 0.1
            batch-size = %d
            epochs = 10
            optimiser { type = adam, learning-rate = 0.001 }
          }
        %s}

        """
        .formatted(
            label.task() == Task.REGRESSION ? "linear-regression" : "logistic-regression",
            batch(),
            label.task() == Task.MULTICLASS
                ? ""
                : "  # gradient-boosted-trees { trees = 20, depth = 5 }\n");
  }

  private int batch() {
    long even = Long.highestOneBit(Math.max(1, proposal.sample().total() / STEPS));
    return (int) Math.max(SMALLEST_BATCH, Math.min(LARGEST_BATCH, even));
  }

  private String evaluation() {
    StringBuilder text = new StringBuilder("evaluation {\n");
    TimeSplit split = proposal.split();
    if (split != null && split.manyDays()) {
      text.append("  # Rows of one day are not independent: the intervals resample days.\n");
      text.append("  blocks = %s\n".formatted(Texts.key(split.column().name())));
    }
    String slices = slices();
    if (!slices.isEmpty()) {
      text.append("  slices = [%s]\n".formatted(slices));
    }
    text.append("  replicates = 200\n  seed = 1\n");
    if (label.task() == Task.BINARY) {
      text.append("  threshold = f1\n");
    }
    return text.append(gate()).append("}\n\n").toString();
  }

  /** The first two columns of few values. */
  private String slices() {
    return proposal.roles().stream()
        .filter(r -> r.used() && !r.column().isNumeric() && !r.column().type().isTemporal())
        .filter(r -> r.column().distinct() <= MOST_SLICES)
        .limit(2)
        .map(r -> Texts.quoted(r.column().name()))
        .collect(Collectors.joining(", "));
  }

  private String gate() {
    if (label.task() == Task.BINARY) {
      return """
            # A guess gets 0.5. Raise it to what is worth publishing.
            gate = ["rocAuc >= 0.55", "rocAuc >= champion - 0.005"]
          """;
    }
    if (label.task() == Task.MULTICLASS) {
      String share =
          new BigDecimal(label.majority()).setScale(2, RoundingMode.DOWN).toPlainString();
      return """
            # The most frequent class has this share of the rows that were looked at.
            gate = ["accuracy >= %s", "logLoss <= champion + 0.005"]
          """
          .formatted(share);
    }
    BigDecimal deviation = new BigDecimal(deviation());
    return """
          # The label's standard deviation in the rows that were looked at: what its mean would get.
          gate = ["rmse <= %s", "rmse <= champion + %s"]
        """
        .formatted(
            deviation.round(new MathContext(3, RoundingMode.UP)).toPlainString(),
            deviation.movePointLeft(2).round(new MathContext(1, RoundingMode.UP)).toPlainString());
  }

  private double deviation() {
    double[] values =
        IntStream.range(0, label.column().rows())
            .mapToDouble(label.column()::number)
            .filter(Double::isFinite)
            .toArray();
    double mean = IntStream.range(0, values.length).mapToDouble(i -> values[i]).average().orElse(0);
    return Math.sqrt(
        IntStream.range(0, values.length)
            .mapToDouble(i -> (values[i] - mean) * (values[i] - mean))
            .average()
            .orElse(0));
  }

  private String publish() {
    return """
        publish {
          # Your team, and the model's name in the catalog.
          model = %s
          summary = %s
          # facts = ["When the prediction is made, and what is known then."]
        }
        """
        .formatted(
            Texts.quoted("my-team/" + proposal.name()),
            Texts.quoted(
                "Predicts '%s' from the table '%s'."
                    .formatted(label.column().name(), proposal.name())));
  }
}
