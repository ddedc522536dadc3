package io.millrace.handoff.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.spec.PipelineDefinition;
import io.millrace.spec.feature.FeatureSpec;
import io.millrace.spec.table.Column;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DefinitionReaderTest {
  private static final Path BASE = Path.of("src/test/resources/base.conf");

  @TempDir private Path folder;

  @Test
  void reportsAllProblemsOfAFileAtOnceInTheOrderOfItsLines() throws IOException {
    Path file =
        write(
            Files.readString(BASE)
                .replace("delay = int", "delay = itn")
                .replace("by = time", "by = tiem")
                .replace("column = distance }", "column = distnace }")
                .replace("seed = 5", "sede = 5"));

    assertThatThrownBy(() -> DefinitionReader.read(file, Map.of("evaluation.replicates", "many")))
        .isInstanceOf(DefinitionException.class)
        .hasMessage(
            """
            Cannot use the definition '%1$s': 6 problems.
            %1$s:10: Cannot read 'tables.flights.columns.delay': found 'itn' (expected one of string, int, long, float, double, boolean, timestamp, date; did you mean 'int'?).
            %1$s:35: Cannot read 'split.by': found 'tiem' (expected one of time, random, folds, value; did you mean 'time'?).
            %1$s:44: Cannot build feature 'distance': unknown column 'distnace' in table 'flights' (expected one of date, day, delay, distance, origin, destination, late; did you mean 'distance'?).
            %1$s:45: Cannot build feature 'distance-bin': unknown column 'distnace' in table 'flights' (expected one of date, day, delay, distance, origin, destination, late; did you mean 'distance'?).
            %1$s:52: Unknown key 'sede' in 'models.trees' (expected one of network, engine, features, class-weights, trees, depth, learning-rate, subsample, max-bins, seed; did you mean 'seed'?).
            --set evaluation.replicates: Cannot read 'evaluation.replicates': found 'many' (expected a whole number)."""
                .formatted(file));
  }

  @Test
  void namesAMissingFile() {
    Path file = folder.resolve("none.conf");

    assertThatThrownBy(() -> DefinitionReader.read(file, Map.of()))
        .hasMessageEndingWith(
            "none.conf: Cannot read the definition: there is no such file (expected a HOCON file).");
  }

  @Test
  void namesAFileThatIsNoText() throws IOException {
    Path file = Files.write(folder.resolve("bad.conf"), new byte[] {'a', (byte) 0xff, (byte) 0xfe});

    assertThatThrownBy(() -> DefinitionReader.read(file, Map.of()))
        .hasMessageEndingWith("bad.conf: Cannot read the definition: it is not UTF-8 text.");
  }

  @Test
  void reportsOverridesThatAreWrong() {
    Map<String, String> overrides = new LinkedHashMap<>();
    overrides.put("featurs.hour.part", "hour");
    overrides.put("label.at-least", "[1]");
    overrides.put("models.trees.trees", "0");

    assertThatThrownBy(() -> DefinitionReader.read(BASE, overrides))
        .hasMessageContainingAll(
            "--set featurs.hour.part: Unknown key 'featurs' in the definition",
            "did you mean 'features'?",
            "--set label.at-least: Cannot read 'label.at-least': found a list (expected a number).",
            "base.conf:52: Cannot train with trees = 0.0 (expected a positive number).");
    assertThatThrownBy(() -> DefinitionReader.read(BASE, Map.of("a..b", "1")))
        .hasMessageContaining("--set a..b: Cannot set 'a..b': it is not a key");
  }

  @Test
  void removesWhatIsSetToNull() {
    PipelineDefinition d =
        DefinitionReader.read(
            BASE, Map.of("features.distance-bin", "null", "evaluation.blocks", "null"));

    assertThat(d.features())
        .extracting(FeatureSpec::name)
        .containsExactly("hour", "minute", "distance", "origin", "destination", "route");
    assertThat(d.evaluation().blockColumn()).isNull();
  }

  @Test
  void includesFilesBesideItAndReportsTheirLines() throws IOException {
    Files.writeString(folder.resolve("part.conf"), "# first\nresources { cores = two }\n");
    Path file = write("include \"part\"\n" + Files.readString(BASE).replace("cores = 2, ", ""));

    assertThatThrownBy(() -> DefinitionReader.read(file, Map.of()))
        .hasMessageEndingWith(
            folder.resolve("part.conf")
                + ":2: Cannot read 'resources.cores': found 'two' (expected a whole number).");
  }

  @Test
  void includesWhatIsRequiredOrFails() throws IOException {
    Path file = write("# a\ninclude required(\"none.conf\")\n" + Files.readString(BASE));

    assertThatThrownBy(() -> DefinitionReader.read(file, Map.of()))
        .isInstanceOf(DefinitionException.class)
        .hasMessageEndingWith("bad.conf: Cannot include 'none.conf': there is no such file.");
  }

  @Test
  void refusesAFileThatIncludesItself() throws IOException {
    Path file = write("include \"bad.conf\"\n" + Files.readString(BASE));

    assertThatThrownBy(() -> DefinitionReader.read(file, Map.of()))
        .isInstanceOf(DefinitionException.class)
        .hasMessageEndingWith("bad.conf: Cannot include '%s': it is being read already.", file);
  }

  @Test
  void substitutesTheEnvironmentAndItsOwnKeys() throws IOException {
    Path file =
        write(
            Files.readString(BASE)
                .replace("\"flights.csv\"", "${?PATH}")
                .replace("A small one.", "The \"${name}\" one."));

    PipelineDefinition d = DefinitionReader.read(file, Map.of());

    assertThat(d.mainTable().paths()).containsExactly(System.getenv("PATH"));
    assertThat(d.publish().summary()).isEqualTo("The small one.");
  }

  @Test
  void readsColumnsOnOneLineInTheirOrder() throws IOException {
    Path file =
        write(
            Files.readString(BASE)
                .replace(
                    "columns { iata = string, size = long }",
                    "columns { z9 = int, iata = string, \"a, {\" = long, size = long, b { type = date, pattern = \"dd,MM\" }, a = int }"));

    assertThat(DefinitionReader.read(file, Map.of()).table("airports").columns())
        .extracting(Column::name)
        .containsExactly("z9", "iata", "a, {", "size", "b", "a");
  }

  @Test
  void acceptsWhatHoconAccepts() throws IOException {
    Path file =
        write(
            Files.readString(BASE)
                .replace(
                    "summary = \"A small one.\"",
                    "summary = \"\"\"A, { \"quoted\"\n one.\"\"\" // a, comment {\n"));

    assertThat(DefinitionReader.read(file, Map.of()).publish().summary())
        .isEqualTo("A, { \"quoted\"\n one.");
  }

  @Test
  void takesPathsFromOutsideAsTheyStand() {
    String key = "tables.flights.path";
    for (String path : List.of("hdfs://nn:8020/a/b.csv", "/a/adult.{data,test}", "a b/c#d", "")) {
      assertThat(DefinitionReader.read(BASE, Map.of(key, path)).mainTable().paths())
          .containsExactly(path);
    }
  }

  private Path write(String text) throws IOException {
    return Files.writeString(folder.resolve("bad.conf"), text);
  }
}
