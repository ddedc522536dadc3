package io.millrace.handoff.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The good definition {@code base.conf} with one place changed, and what must be said of it.
 *
 * @param problems without the name of the file: {@code 9: Cannot ...}
 */
record BadDefinition(String from, String to, List<String> problems) {
  static BadDefinition bad(String from, String to, String... problems) {
    return new BadDefinition(from, to, List.of(problems));
  }

  void check(Path folder) throws IOException {
    String base = Files.readString(Path.of("src/test/resources/base.conf"));
    assertThat(base).as("the text to change stands in base.conf").contains(from);
    int at = base.indexOf(from);
    String changed = base.substring(0, at) + to + base.substring(at + from.length());
    Path file = Files.writeString(folder.resolve("bad.conf"), changed);

    DefinitionException e =
        catchThrowableOfType(
            DefinitionException.class, () -> DefinitionReader.read(file, Map.of()));

    assertThat(e).as("the definition is refused").isNotNull();
    assertThat(e.problems())
        .extracting(p -> p.toString().replace(file + ":", ""))
        .containsExactlyElementsOf(problems);
  }

  @Override
  public String toString() {
    return to.isBlank() ? "without " + from.strip() : to.strip();
  }
}
