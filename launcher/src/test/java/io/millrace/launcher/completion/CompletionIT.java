package io.millrace.launcher.completion;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.launcher.CommandLines;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Asks a real bash. */
class CompletionIT {
  @TempDir private Path folder;
  private Path script;

  @BeforeEach
  void writesScript() throws IOException {
    StringWriter out = new StringWriter();
    CommandLine command = CommandLines.millrace();
    command.setOut(new PrintWriter(out));
    assertThat(command.execute("completion", "bash")).isZero();
    script = Files.writeString(folder.resolve("completion"), out.toString());
  }

  @Test
  void completesCommands() throws Exception {
    assertThat(completed("")).contains("demo", "plan", "run", "score", "models", "completion");
    assertThat(completed("mo")).containsExactly("models");
    assertThat(completed("models", "al")).containsExactly("alias");
    assertThat(completed("catalog", "ro")).containsExactly("roles");
    assertThat(completed("catalog", "token", "cr")).containsExactly("create");
    assertThat(completed("completion", "z")).containsExactly("zsh");
  }

  @Test
  void completesOptions() throws Exception {
    assertThat(completed("plan", "--prep")).containsExactly("--prepare");
    assertThat(completed("run", "--big")).contains("--bigdl-master");
  }

  @Test
  void completesDefinitions() throws Exception {
    Files.writeString(folder.resolve("flights.conf"), "");

    assertThat(completed("plan", "fli")).containsExactly("flights.conf");
  }

  @Test
  void leavesOtherWordsToTheShellsFiles() throws Exception {
    assertThat(completed("score", "--input", "")).isEmpty();
    assertThat(bash("complete -p millrace")).contains("-o default");
    assertThat(script).content().doesNotContain("+o default");
  }

  private List<String> completed(String... words) throws Exception {
    String line = "millrace " + String.join(" ", words);
    String text =
        bash(
            """
            COMP_WORDS=(millrace %s); COMP_CWORD=%d; COMP_LINE='%s'; COMP_POINT=${#COMP_LINE}
            _complete_millrace millrace
            printf '%%s\\n' "${COMPREPLY[@]}"
            """
                .formatted(quoted(words), words.length, line));
    return text.lines().map(String::strip).filter(word -> !word.isEmpty()).toList();
  }

  private static String quoted(String... words) {
    return "'" + String.join("' '", words) + "'";
  }

  private String bash(String commands) throws Exception {
    Process process =
        new ProcessBuilder("bash", "-c", "source '" + script + "'\n" + commands)
            .directory(folder.toFile())
            .redirectError(folder.resolve("err").toFile())
            .start();
    process.getOutputStream().close();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    return text;
  }
}
