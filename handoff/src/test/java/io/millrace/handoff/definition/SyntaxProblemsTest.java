package io.millrace.handoff.definition;

import static io.millrace.handoff.definition.BadDefinition.bad;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SyntaxProblemsTest {
  @ParameterizedTest
  @MethodSource
  void refusesWhatIsNoDefinition(BadDefinition bad, @TempDir Path folder) throws IOException {
    bad.check(folder);
  }

  static Stream<BadDefinition> refusesWhatIsNoDefinition() {
    return Stream.of(
        bad(
            "format = 1",
            "",
            "1: Cannot read the definition: the key 'format' is missing (expected a whole number)."),
        bad(
            "format = 1",
            "format = 2",
            "1: Cannot read the definition: its format is 2 (expected 1). Use a newer Millrace."),
        bad(
            "format = 1",
            "format = one",
            "1: Cannot read 'format': found 'one' (expected a whole number)."),
        bad(
            "name = small",
            "name = \"a b\"",
            "2: Cannot name a pipeline 'a b' (expected up to 100 letters, digits, '-' and '_')."),
        bad(
            "name = small",
            "name = [small]",
            "2: Cannot read 'name': found a list (expected text)."),
        bad(
            "tables {",
            "tabels {",
            "3: Unknown key 'tabels' in the definition (expected one of format, name, tables, clean, label, split, features, graph, models, evaluation, publish, resources; did you mean 'tables'?)."),
        bad(
            "clean {",
            "claen {",
            "23: Unknown key 'claen' in the definition (expected one of format, name, tables, clean, label, split, features, graph, models, evaluation, publish, resources; did you mean 'clean'?)."),
        bad(
            "  blocks = day",
            "  blocs = day",
            "55: Unknown key 'blocs' in 'evaluation' (expected one of blocks, slices, replicates, seed, threshold, importance, gate; did you mean 'blocks'?)."),
        bad(
            "seed = 5",
            "sede = 5",
            "52: Unknown key 'sede' in 'models.trees' (expected one of network, engine, features, class-weights, trees, depth, learning-rate, subsample, max-bins, seed; did you mean 'seed'?)."),
        bad(
            "size = long }",
            "size = long ",
            "64: Cannot parse this as HOCON: the file ends before a closing brace '}'."),
        bad(
            "resources {",
            "resources = 5\nr {",
            "63: Cannot read 'resources': found the number 5 (expected an object).",
            "64: Unknown key 'r' in the definition (expected one of format, name, tables, clean, label, split, features, graph, models, evaluation, publish, resources)."),
        bad(
            "cores = 2, memory = 4g",
            "cores = ${NOWHERE_SET_A}, memory = ${nowhere.b}",
            "63: Cannot resolve ${NOWHERE_SET_A}: nothing sets it (expected a key of the file, an environment variable or --set NOWHERE_SET_A=...).",
            "63: Cannot resolve ${nowhere.b}: nothing sets it (expected a key of the file, an environment variable or --set nowhere.b=...)."),
        bad(
            "cores = 2, memory = 4g, executors = 2",
            "cores = 2.5, memory = 4, executors = 0",
            "63: Cannot read 'resources.cores': found the number 2.5 (expected a whole number).",
            "63: Cannot read 'resources.memory': found the number 4 (expected a size with a unit, such as 512m or 4g)."),
        bad(
            "memory = 4g",
            "memory = 4 apples",
            "63: Cannot read 'resources.memory': found '4 apples' (expected a size with a unit, such as 512m or 4g)."),
        bad(
            "memory = 4g",
            "memory = -1g",
            "63: Cannot read 'resources.memory': found '-1g' (expected a size with a unit, such as 512m or 4g)."),
        bad(
            "memory = 4g",
            "memory = 1m",
            "63: Cannot use 1048576 bytes of memory (expected at least 512 MB)."),
        bad("cores = 2", "cores = 0", "63: Cannot use 0 cores (expected 1 to 1024)."),
        bad(
            "name = small",
            "name = small\n\"a.b\" = 1\nlabel.colum = delay",
            "3: Unknown key 'a.b' in the definition (expected one of format, name, tables, clean, label, split, features, graph, models, evaluation, publish, resources).",
            "4: Unknown key 'colum' in 'label' (expected one of column, task, at-least, positive; did you mean 'column'?)."));
  }
}
