package io.millrace.handoff.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.millrace.handoff.Json;
import io.millrace.spec.PipelineDefinition;
import io.millrace.spec.target.SplitSpec.AtRandom;
import io.millrace.spec.target.SplitSpec.ByValue;
import io.millrace.spec.target.SplitSpec.Folds;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Splits by groups and several splits of the same rows. */
class SplitsTest {
  private static final Path GOOD = Path.of("src/test/resources/base.conf");
  private static final Path GRAPH = Path.of("src/test/resources/graph.conf");

  /** Without fitted constants. */
  private static final String FEATURES =
      """
      hour { type = date-part, column = date, part = hour }
      distance { type = numeric, column = distance, impute = zero, standardise = false }
      from { type = hash, column = origin, buckets = 8 }
      route { type = cross, of = [hour, from], buckets = 32 }
      """;

  @TempDir private Path folder;

  @Test
  void readsFolds() throws IOException {
    PipelineDefinition d = read("by = folds, folds = 5");

    assertThat(d.split()).isEqualTo(new Folds(5, 1, null));
    assertThat(d.split().names()).containsExactly("1", "2", "3", "4", "5");
    assertThat(d.drawnBy()).hasSize(7).contains("date", "late");
    assertThat(again(d)).isEqualTo(d);
    assertThat(read("by = folds, folds = 3, seed = 4, group = origin").split())
        .isEqualTo(new Folds(3, 4, "origin"));
  }

  @Test
  void readsASplitForEachOfSeveralColumns() throws IOException {
    PipelineDefinition d =
        read("by = value, columns = [origin, destination], train = [a], valid = [b], test = [c]");

    assertThat(d.split())
        .isEqualTo(
            new ByValue(
                List.of("origin", "destination"),
                List.of("a"),
                List.of("b"),
                List.of("c"),
                0,
                1,
                null));
    assertThat(d.split().names()).containsExactly("origin", "destination");
    assertThat(again(d)).isEqualTo(d);
  }

  @Test
  void drawsGroupsAndWholeGraphsTogether() throws IOException {
    String random = "by = random, train = 0.8, valid = 0.1, test = 0.1";
    PipelineDefinition grouped = read(random + ", group = origin");
    assertThat(grouped.split()).isEqualTo(new AtRandom(1, 0.8, 0.1, 0.1, "origin"));
    assertThat(grouped.drawnBy()).containsExactly("origin");

    Path nodes = file(GRAPH, random, "origin { type = index, column = origin }\n", "mlp {}");
    assertThat(DefinitionReader.read(nodes, Map.of()).drawnBy()).containsExactly("evening");
    Map<String, String> many = Map.of("graph.graph", "origin", "graph.neighbourhoods", "null");
    assertThat(DefinitionReader.read(nodes, many).drawnBy()).containsExactly("origin");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "by = folds, folds = 2 | Cannot split into 2 folds (expected 3 to 100: one for test, one for valid, the others for train).",
        "by = folds, folds = 101 | Cannot split into 101 folds (expected 3 to 100: one for test, one for valid, the others for train).",
        "by = folds | Cannot read 'split': the key 'folds' is missing (expected a whole number).",
        "by = folds, folds = 4, column = origin | Unknown key 'column' in 'split' (expected one of by, folds, seed, group).",
        "by = folds, folds = 4, group = oirgin | Cannot split by groups: unknown column 'oirgin' in table 'flights' (expected one of date, day, delay, distance, origin, destination, late; did you mean 'origin'?).",
        "by = folds, folds = 4, group = distance | Cannot split by groups: column 'distance' has type double (expected a type whose values are equal or not, such as string or long).",
        "by = value, columns = [origin, late], train = [true], valid-fraction = 0.1, test = [no] | Cannot use 'no' in 'split.test' (expected values of column 'late', of type boolean).",
        "by = value, columns = [origin, origin], train = [a], valid = [b], test = [c] | Cannot split by the values of columns [origin, origin] (expected at least one, each once).",
        "by = value, columns = [], train = [a], valid = [b], test = [c] | Cannot split by the values of columns [] (expected at least one, each once).",
        "by = value, column = late, columns = [origin], train = [a], valid = [b], test = [c] | Cannot split by both 'column' and 'columns' (expected one of them).",
        "by = value, columns = [origin, x], train = [a], valid = [b], test = [c] | Cannot split by value: unknown column 'x' in table 'flights' (expected one of date, day, delay, distance, origin, destination, late).",
        "by = value, column = origin, group = late, train = [a], valid = [b], test = [c] | Cannot split by value with 'group': nothing is drawn, as 'valid' has values (expected valid-fraction, or no group).",
      })
  void refusesSplits(String split, String problem) throws IOException {
    assertThat(problems(split, FEATURES, "mlp {}")).containsExactly(problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{ type = numeric, column = distance }",
        "{ type = numeric, column = distance, impute = zero }",
        "{ type = numeric, column = distance, standardise = false }",
        "{ type = numeric, column = distance, standardise = false, impute = median }",
        "{ type = bins, column = distance }",
        "{ type = index, column = origin }",
        "{ type = cross, of = [hour, from] }",
      })
  void refusesFittedFeaturesWhereThereAreSeveralSplits(String feature) throws IOException {
    String features = FEATURES + "late-one " + feature + "\n";

    assertThat(problems("by = folds, folds = 3", features, "mlp {}"))
        .containsExactly(
            "Cannot use feature 'late-one' with 3 splits: it is fitted on the train rows of one split, among which are test rows of the others (expected a feature without fitted constants: sparse, hash, date-part, cyclic, cross with buckets, or numeric with standardise = false and impute = zero).");
  }

  @Test
  void refusesSeveralSplitsOnWhichNothingIsTrained() throws IOException {
    assertThat(problems("by = folds, folds = 3", FEATURES, "logistic-regression {}"))
        .containsExactly(
            "Cannot train on 3 splits: only deep models are trained on each of them, all others on the first (expected a model of engine bigdl).");
  }

  private PipelineDefinition read(String split) throws IOException {
    return DefinitionReader.read(file(GOOD, split, FEATURES, "mlp {}"), Map.of());
  }

  private List<String> problems(String split, String features, String models) throws IOException {
    Path file = file(GOOD, split, features, models);
    DefinitionException e =
        catchThrowableOfType(
            DefinitionException.class, () -> DefinitionReader.read(file, Map.of()));
    assertThat(e).as("the definition is refused").isNotNull();
    return e.problems().stream()
        .map(problem -> problem.toString().replaceFirst(".*?: (?=Cannot|Unknown)", ""))
        .toList();
  }

  /** A good definition with another split, other features and other models. */
  private Path file(Path good, String split, String features, String models) throws IOException {
    String text =
        Files.readString(good)
            .replaceFirst("(?ms)^split \\{.*?^}", "split { " + split + " }")
            .replaceFirst("(?ms)^features \\{.*?^}", "features {\n" + features + "}")
            .replaceFirst("(?ms)^models \\{.*?\\}\n?}", "models { " + models + " }")
            .replace("slices = [origin, hour]", "slices = [origin]");
    return Files.writeString(folder.resolve("splits.conf"), text);
  }

  private static PipelineDefinition again(PipelineDefinition definition) throws IOException {
    byte[] json = Json.text(definition).getBytes(StandardCharsets.UTF_8);
    return Json.read(json, PipelineDefinition.class, PipelineDefinition.VERSION, "definition.json");
  }
}
