package io.millrace.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a definition says stays in the definition. */
class NoColumnNamesTest {
  /** A word of the definition language as well. */
  private static final Set<String> WORDS = Set.of("date");

  @Test
  void noSourceNamesColumnOfTheDefinitions() throws IOException {
    Set<String> columns = new TreeSet<>();
    columns.addAll(columns(Launch.HOME.resolve("conf/flight-delays.conf")));
    columns.addAll(
        columns(
            Launch.HOME.resolve("pipeline-jobs/src/test/resources/conf/adult-income.conf")));
    columns.removeAll(WORDS);
    List<String> found = new ArrayList<>();
    try (Stream<Path> files = Files.walk(Launch.HOME)) {
      for (Path file : files.filter(NoColumnNamesTest::isSource).toList()) {
        String text = Files.readString(file);
        columns.stream()
            .filter(column -> text.contains("\"" + column + "\""))
            .forEach(column -> found.add(file + " names " + column));
      }
    }

    assertThat(columns).hasSizeGreaterThan(15);
    assertThat(found).isEmpty();
  }

  private static boolean isSource(Path file) {
    return file.toString().endsWith(".java") && file.toString().contains("/src/main/");
  }

  private static Set<String> columns(Path definition) {
    Set<String> columns = new TreeSet<>();
    Config tables = ConfigFactory.parseFile(definition.toFile()).getConfig("tables");
    tables
        .root()
        .keySet()
        .forEach(table -> columns.addAll(tables.getConfig(table).getConfig("columns").root().keySet()));
    return columns;
  }
}
