package io.millrace.handoff.definition;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The complete example of the description of the language. */
class DocumentedExampleTest {
  private static final Pattern WHOLE = Pattern.compile("(?s)```hocon\\n(format = 1\\n.*?)```");

  @Test
  void isSound(@TempDir Path folder) throws IOException {
    String described = Files.readString(Path.of("../docs/definition.md"));
    String example =
        WHOLE.matcher(described).results().map(MatchResult::group).findFirst().orElseThrow();
    Path file =
        Files.writeString(
            folder.resolve("papers.conf"), example.replace("```hocon", "").replace("```", ""));

    assertThat(DefinitionReader.read(file, Map.of()).graph()).isNotNull();
  }
}
