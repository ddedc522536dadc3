package io.millrace.handoff.definition;

import static io.millrace.handoff.definition.BadDefinition.bad;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FeatureProblemsTest {
  @ParameterizedTest
  @MethodSource
  void refusesFeatures(BadDefinition bad, @TempDir Path folder) throws IOException {
    bad.check(folder);
  }

  static Stream<BadDefinition> refusesFeatures() {
    return Stream.of(
        bad(
            "type = date-part",
            "type = datepart",
            "42: Cannot read 'features.hour.type': found 'datepart' (expected one of numeric, bins, index, hash, date-part, cyclic, cross, sparse; did you mean 'date-part'?)."),
        bad(
            "type = date-part, column = date",
            "column = date",
            "42: Cannot read 'features.hour': the key 'type' is missing (expected one of numeric, bins, index, hash, date-part, cyclic, cross, sparse)."),
        bad(
            "column = date, part = hour",
            "column = dat, part = hour",
            "42: Cannot build feature 'hour': unknown column 'dat' in table 'flights' (expected one of date, day, delay, distance, origin, destination, late; did you mean 'date'?)."),
        bad(
            "type = date-part, column",
            "typ = date-part, column",
            "42: Unknown key 'typ' in 'features.hour' (expected type; did you mean 'type'?)."),
        bad(
            "part = hour",
            "part = hours",
            "42: Cannot read 'features.hour.part': found 'hours' (expected one of minute-of-hour, minute-of-day, hour, weekday, day-of-month, day-of-year, month; did you mean 'hour'?)."),
        bad(
            "column = date, part = hour",
            "column = day, part = hour",
            "42: Cannot build feature 'hour': column 'day' is a date, which has no hour (expected a timestamp)."),
        bad(
            "column = date, part = hour",
            "column = delay, part = hour",
            "42: Cannot build feature 'hour': column 'delay' has type int (expected timestamp or date).",
            "42: Cannot use column 'delay' in feature 'hour': the label is made from it (expected another column). Remove the feature."),
        bad(
            "numeric, column = distance",
            "numeric, column = origin",
            "44: Cannot build feature 'distance': column 'origin' has type string (expected a number)."),
        bad(
            "bins, column = distance",
            "bins, bins = 1, column = distance",
            "45: Cannot build feature 'distance-bin': bins is 1 (expected 2 to 256)."),
        bad(
            "index, column = origin",
            "index, column = distance",
            "46: Cannot build feature 'origin': column 'distance' has type double (expected string, int, long or boolean)."),
        bad(
            "hash, column = destination",
            "hash, column = late",
            "47: Cannot build feature 'destination': column 'late' has type boolean (expected string)."),
        bad(
            "numeric, column = distance",
            "numeric, column = delay",
            "44: Cannot use column 'delay' in feature 'distance': the label is made from it (expected another column). Remove the feature."),
        bad(
            "index, column = origin",
            "index, column = delay",
            "46: Cannot use column 'delay' in feature 'origin': the label is made from it (expected another column). Remove the feature.",
            "48: Cannot use feature 'origin' in feature 'route': it reads column 'delay', from which the label is made. Remove it."),
        bad(
            "of = [origin, destination]",
            "of = [orign, destination]",
            "48: Cannot build feature 'route': unknown feature 'orign' (expected one of hour, distance-bin, origin, destination; did you mean 'origin'?)."),
        bad(
            "of = [origin, destination]",
            "of = [origin, minute]",
            "48: Cannot build feature 'route': 'minute' is a number (expected an index, hash, bins, date-part or cross)."),
        bad(
            "of = [origin, destination]",
            "of = [origin]",
            "48: Cannot build feature 'route': features is 1 (expected 2 to 4)."),
        bad(
            "of = [origin, destination]",
            "of = [origin, origin]",
            "48: Cannot build feature 'route': it combines a feature with itself in [origin, origin] (expected each once)."),
        bad(
            "of = [origin, destination]",
            "of = [origin, route]",
            "48: Cannot build feature 'route': it combines the cross 'route', which is itself (expected a cross above it)."),
        bad(
            "of = [origin, destination] }",
            "of = [origin, deep] }\n  deep { type = cross, of = [route, hour] }",
            "48: Cannot build feature 'route': it combines the cross 'deep', which stands below it (expected a cross above it)."),
        bad(
            "of = [origin, destination]",
            "of = [origin, destination], min-count = 3, buckets = 10",
            "48: Cannot build feature 'route': it has both min-count and buckets (expected one of them)."),
        bad(
            "distance-bin {",
            "Distance {",
            "45: Cannot build feature 'Distance': its output 'Distance' is also one of feature 'distance' (expected another name)."),
        bad(
            "distance-bin {",
            "minute_sin {",
            "45: Cannot build feature 'minute_sin': its output 'minute_sin' is also one of feature 'minute' (expected another name)."),
        bad(
            "distance-bin {",
            "\"a.b\" {",
            "45: Cannot name a feature 'a.b' (expected up to 100 letters, digits, '-' and '_')."));
  }

  @ParameterizedTest
  @MethodSource
  void refusesSparseFeatures(BadDefinition bad, @TempDir Path folder) throws IOException {
    bad.check(folder);
  }

  static Stream<BadDefinition> refusesSparseFeatures() {
    String named = "distance { type = numeric";
    String words = "words { type = sparse, column = origin, width = 5 }\n";
    String trees =
        ": Cannot train model 'trees': feature 'words' is sparse (expected numbers and indices for network 'gradient-boosted-trees'). Name its features without it.";
    return Stream.of(
        bad(
            named,
            "words { type = sparse, column = origin }\n" + named,
            "44: Cannot read 'features.words': the key 'width' is missing (expected a whole number)."),
        bad(
            named,
            "words { type = sparse, column = origin, width = 0 }\n" + named,
            "44: Cannot build feature 'words': width is 0 (expected 1 to 100000000)."),
        bad(
            named,
            "words { type = sparse, column = day, width = 5 }\n" + named,
            "44: Cannot build feature 'words': column 'day' has type date (expected string).",
            "53" + trees),
        bad(
            named,
            words + "Words_values { type = numeric, column = distance }\n" + named,
            "45: Cannot build feature 'Words_values': its output 'Words_values' is also one of feature 'words' (expected another name).",
            "54" + trees),
        bad(
            "[origin, destination] }",
            "[origin, words] }\n" + words,
            "48: Cannot build feature 'route': 'words' is a row of numbers (expected an index, hash, bins, date-part or cross).",
            "54" + trees),
        bad(
            "slices = [origin, hour]",
            "slices = [words]\n}\nfeatures.words { type = sparse, column = origin, width = 5 }\n"
                + "models.trees.features = [words]\nevaluation {",
            "56: Cannot evaluate by 'words': this feature is a number (expected a column or an index, hash, bins, date-part or cross).",
            "59" + trees));
  }
}
