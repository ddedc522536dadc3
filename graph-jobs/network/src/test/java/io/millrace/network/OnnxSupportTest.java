package io.millrace.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.spec.feature.DatePart;
import io.millrace.spec.feature.FeatureSpec;
import io.millrace.spec.feature.Impute;
import io.millrace.spec.table.ColumnType;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class OnnxSupportTest {
  static Stream<Arguments> features() {
    return Stream.of(
        Arguments.of(
            new FeatureSpec.Numeric("f", "c", Impute.MEAN, true, false), "int long float double"),
        Arguments.of(new FeatureSpec.Bins("f", "c", 4), "int long float double"),
        Arguments.of(new FeatureSpec.Index("f", "c", 1, 10), "string int long boolean"),
        Arguments.of(new FeatureSpec.Hash("f", "c", 10), "string"),
        Arguments.of(new FeatureSpec.Sparse("f", "c", 10, true), "string"),
        Arguments.of(new FeatureSpec.Part("f", "c", DatePart.MONTH), "timestamp date"),
        Arguments.of(new FeatureSpec.Part("f", "c", DatePart.HOUR), "timestamp"),
        Arguments.of(new FeatureSpec.Cyclic("f", "c", DatePart.WEEKDAY), "timestamp date"),
        Arguments.of(new FeatureSpec.Cyclic("f", "c", DatePart.MINUTE_OF_DAY), "timestamp"));
  }

  @ParameterizedTest
  @MethodSource("features")
  void eachFeatureTakesItsOwnTypesAlone(FeatureSpec feature, String types) {
    List<String> taken =
        Arrays.stream(ColumnType.values())
            .filter(type -> OnnxSupport.problems(feature, Map.of("c", type)).isEmpty())
            .map(ColumnType::text)
            .toList();
    assertThat(taken).containsExactlyInAnyOrder(types.split(" ", -1));
  }

  @Test
  void problemsAreSentencesForUsers() {
    FeatureSpec hash = new FeatureSpec.Hash("tail", "number", 10);
    assertThat(OnnxSupport.problems(hash, Map.of("number", ColumnType.INT)))
        .containsExactly(
            "Cannot compute hash feature 'tail': column 'number' has type int (expected"
                + " string). Use a numeric, bins or index feature for a whole number.");
    FeatureSpec hour = new FeatureSpec.Part("hour", "day", DatePart.HOUR);
    assertThat(OnnxSupport.problems(hour, Map.of("day", ColumnType.DATE)))
        .containsExactly(
            "Cannot compute part feature 'hour': column 'day' has type date (expected"
                + " timestamp). A date has no time of day: use a part such as weekday or month.");
  }

  @Test
  void unknownColumnsAndCrossesAreLeftToOthers() {
    FeatureSpec cross = new FeatureSpec.Cross("x", List.of("a", "b"), 1, null);
    assertThat(OnnxSupport.problems(cross, Map.of())).isEmpty();
    assertThat(OnnxSupport.problems(new FeatureSpec.Hash("f", "c", 10), Map.of())).isEmpty();
  }
}
