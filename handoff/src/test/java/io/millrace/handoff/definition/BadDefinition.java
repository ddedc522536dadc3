package io.millrace.handoff.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A good definition with one place changed, and what must be said of it.
 *
 * @param base the good one, in the test's resources
 * @param problems without the name of the file: {@code 9: Cannot ...}
 */
record BadDefinition(String base, String from, String to, List<String> problems) {
  static BadDefinition bad(String from, String to, String... problems) {
    return new BadDefinition("base.conf", from, to, List.of(problems));
  }

  static BadDefinition badGraph(String from, String to, String... problems) {
    return new BadDefinition("graph.conf", from, to, List.of(problems));
  }

  void check(Path folder) throws IOException {
    String good = Files.readString(Path.of("src/test/resources", base));
    assertThat(good).as("the text to change stands in %s", base).contains(from);
    int at = good.indexOf(from);
    String changed = good.substring(0, at) + to + good.substring(at + from.length());
    Path file = Files.writeString(folder.resolve("bad.conf"), changed);

    DefinitionException e =
        catchThrowableOfType(
            DefinitionException.class, () -> DefinitionReader.read(file, Map.of()));

    assertThat(e).as("the definition is refused").isNotNull();
    assertThat(e.problems())
        .extracting(p -> p.toString().replace(file + ":", "").replace(folder + "/", ""))
        .containsExactlyElementsOf(problems);
  }

  @Override
  public String toString() {
    return to.isBlank() ? "without " + from.strip() : to.strip();
  }
}
