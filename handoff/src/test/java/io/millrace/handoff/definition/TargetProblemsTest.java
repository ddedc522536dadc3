package io.millrace.handoff.definition;

import static io.millrace.handoff.definition.BadDefinition.bad;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TargetProblemsTest {
  @ParameterizedTest
  @MethodSource
  void refusesLabelsAndSplits(BadDefinition bad, @TempDir Path folder) throws IOException {
    bad.check(folder);
  }

  static Stream<BadDefinition> refusesLabelsAndSplits() {
    return Stream.of(
        bad(
            "label { column = delay",
            "label { column = dealy",
            "33: Cannot make the label: unknown column 'dealy' in table 'flights' (expected one of date, day, delay, distance, origin, destination, late; did you mean 'delay'?)."),
        bad(
            "label { column = delay, task",
            "label { task",
            "33: Cannot read 'label': the key 'column' is missing (expected text)."),
        bad(
            "task = binary",
            "task = bianry",
            "33: Cannot read 'label.task': found 'bianry' (expected one of binary, multiclass, regression, link-prediction; did you mean 'binary'?)."),
        bad(
            "task = binary, at-least = 15",
            "task = binary",
            "33: Cannot make a binary label from column 'delay': found neither (expected one of at-least and positive)."),
        bad(
            "at-least = 15",
            "at-least = 15, positive = [1]",
            "33: Cannot make a binary label from column 'delay': found both (expected one of at-least and positive)."),
        bad(
            "at-least = 15",
            "positive = [yes]",
            "33: Cannot use 'yes' in 'label.positive' (expected values of column 'delay', of type int)."),
        bad(
            "column = delay, task = binary",
            "column = origin, task = binary",
            "33: Cannot make the label from column 'origin' by at-least: its type is string (expected a number).",
            "46: Cannot use column 'origin' in feature 'origin': the label is made from it (expected another column). Remove the feature.",
            "48: Cannot use feature 'origin' in feature 'route': it reads column 'origin', from which the label is made. Remove it."),
        bad(
            "task = binary, at-least = 15 }",
            "task = multiclass, classes = [1, 2] }",
            "33: Cannot make a multi-class label from column 'delay': 2 classes (expected at least 3)."),
        bad(
            "at-least = 15",
            "at-least = 15, classes = [1, 2, 3]",
            "33: Unknown key 'classes' in 'label' (expected one of column, task, at-least, positive)."),
        bad(
            "by = time",
            "by = tiem",
            "35: Cannot read 'split.by': found 'tiem' (expected one of time, random, folds, value; did you mean 'time'?)."),
        bad(
            "column = date\n  train",
            "column = origin\n  train",
            "36: Cannot split by time: column 'origin' has type string (expected timestamp or date)."),
        bad(
            "column = date\n  train",
            "column = dat\n  train",
            "36: Cannot split by time: unknown column 'dat' in table 'flights' (expected one of date, day, delay, distance, origin, destination, late; did you mean 'date'?)."),
        bad(
            "train { to = \"2001-05-01\" }",
            "train { to = \"2001-05-02\" }",
            "34: Cannot split by 'date': train ends at 2001-05-02T00:00 and valid begins at 2001-05-01T00:00 (expected train to end before)."),
        bad(
            "train { to = \"2001-05-01\" }",
            "train { to = \"2001-05-32\" }",
            "37: Cannot read 'split.train.to': found '2001-05-32' (expected a date or time such as 2001-05-01 or 2001-05-01T12:30:00)."),
        bad(
            "valid { from = \"2001-05-01\", to = \"2001-06-01\" }",
            "valid { from = \"2001-06-01\", to = \"2001-05-01\" }",
            "38: Cannot use the time range from 2001-06-01T00:00 to 2001-05-01T00:00 (expected from before to)."),
        bad(
            "test { from = \"2001-06-01\" }",
            "",
            "34: Cannot read 'split': the key 'test' is missing (expected an object)."),
        bad(
            "  by = time\n  column = date\n  train { to = \"2001-05-01\" }\n  valid { from = \"2001-05-01\", to = \"2001-06-01\" }\n  test { from = \"2001-06-01\" }",
            "by = random, train = 0.8, valid = 0.1, test = 0.2",
            "34: Cannot split at random into 0.8, 0.1 and 0.2 (expected three positive fractions that sum to 1)."),
        bad(
            "  by = time\n  column = date\n  train { to = \"2001-05-01\" }\n  valid { from = \"2001-05-01\", to = \"2001-06-01\" }\n  test { from = \"2001-06-01\" }",
            "by = value, column = late, train = [true], test = [true], valid-fraction = 0.1",
            "34: Cannot split by 'late': the value 'true' belongs to two of train, valid and test (expected one)."),
        bad(
            "  by = time\n  column = date\n  train { to = \"2001-05-01\" }\n  valid { from = \"2001-05-01\", to = \"2001-06-01\" }\n  test { from = \"2001-06-01\" }",
            "by = value, column = late, train = [true], test = [maybe], valid-fraction = 0.1",
            "35: Cannot use 'maybe' in 'split.test' (expected values of column 'late', of type boolean)."),
        bad(
            "  by = time\n  column = date\n  train { to = \"2001-05-01\" }\n  valid { from = \"2001-05-01\", to = \"2001-06-01\" }\n  test { from = \"2001-06-01\" }",
            "by = value, column = late, train = [true], test = [], valid-fraction = 2",
            "35: Cannot split by value: the split 'test' has no values (expected at least one)."));
  }
}
