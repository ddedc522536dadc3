package io.millrace.jobs.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.spec.feature.DatePart;
import io.millrace.spec.feature.FeatureSpec;
import io.millrace.spec.feature.Impute;
import io.millrace.spec.target.SplitSpec;
import java.time.LocalDateTime;
import java.util.List;
import org.junit.jupiter.api.Test;

class CardWordsTest {
  @Test
  void sayHowRowsAreSplit() {
    LocalDateTime may = LocalDateTime.of(2008, 5, 1, 0, 0);
    LocalDateTime june = LocalDateTime.of(2008, 6, 1, 0, 0);
    SplitSpec time =
        new SplitSpec.ByTime(
            "day",
            new SplitSpec.TimeRange(null, may),
            new SplitSpec.TimeRange(may, june),
            new SplitSpec.TimeRange(june, null));
    assertThat(CardWords.of(time))
        .isEqualTo(
            "by `day`: train before 2008-05-01T00:00, validation from 2008-05-01T00:00 to before 2008-06-01T00:00, test from 2008-06-01T00:00");
    assertThat(CardWords.of(new SplitSpec.AtRandom(1, 0.85, 0.025, 0.125, "team")))
        .isEqualTo(
            "at random, 85% train, 2.5% validation, 12.5% test; rows with the same `team` stay together");
    assertThat(CardWords.of(new SplitSpec.Folds(10, 1, null)))
        .isEqualTo("10 folds at random: this model was tested on the first");
    assertThat(
            CardWords.of(
                new SplitSpec.ByValue(
                    List.of("a", "b"), List.of("x", "y"), List.of(), List.of("z"), 0.1, 1, null)))
        .isEqualTo(
            "by the values of `a`, the first of 2 splits: train 'x', 'y', validation 10% of the train rows at random, test 'z'");
  }

  @Test
  void sayWhatFeaturesAreMadeFrom() {
    assertThat(CardWords.of(new FeatureSpec.Numeric("n", "miles", Impute.MEAN, true, true)))
        .isEqualTo("logarithm, standardised, of `miles`");
    assertThat(CardWords.of(new FeatureSpec.Cross("c", List.of("a", "b"), 1, 5000)))
        .isEqualTo("combinations of `a`, `b`, hashed into 5,000");
    assertThat(CardWords.of(new FeatureSpec.Sparse("words", "text", 1433, true)))
        .isEqualTo("1,433 numbers, most of them 0, divided by their sum, of `text`");
    assertThat(CardWords.of(new FeatureSpec.Cyclic("h", "at", DatePart.HOUR)))
        .isEqualTo("hour, on a circle, of `at`");
  }
}
