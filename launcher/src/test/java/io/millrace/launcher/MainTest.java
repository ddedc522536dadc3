package io.millrace.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class MainTest {
  @TempDir private Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "demo",
        "new",
        "plan",
        "run",
        "score",
        "runs",
        "models",
        "serve",
        "doctor",
        "completion",
        ""
      })
  void everyCommandExplainsItself(String command) {
    assertThat(command.isEmpty() ? run("--help") : run(command, "--help")).isZero();
    assertThat(out.toString()).contains("Usage: millrace");
  }

  @Test
  void theHelpHasExamplesAndExitCodes() {
    run("--help");

    assertThat(out.toString())
        .contains("Examples:", "millrace demo", "0 done, 1 failed, 2 wrong use or definition");
  }

  @Test
  void namesItsVersion() {
    assertThat(run("--version")).isZero();
    assertThat(out.toString()).startsWith("millrace ").doesNotContain("${");
  }

  @Test
  void wrongUseIsTwo() {
    assertThat(run()).isEqualTo(2);
    assertThat(run("fly")).isEqualTo(2);
    assertThat(run("run")).isEqualTo(2);
    assertThat(run("plan", "x.conf", "--sett", "a=b")).isEqualTo(2);
    assertThat(run("score", "--model", "a/b")).isEqualTo(2);
    assertThat(err.toString()).contains("--sett", "--input");
  }

  @Test
  void aWrongDefinitionIsTwoWithAllProblemsAndNoTrace() throws IOException {
    Path file = Files.writeString(folder.resolve("x.conf"), "format = 1\nnam = x\n");

    assertThat(run("plan", file.toString())).isEqualTo(2);

    assertThat(err.toString()).contains("x.conf:2", "'nam'").doesNotContain("\tat ");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void aDefinitionThatIsNotThereIsTwo() {
    assertThat(run("run", folder.resolve("none.conf").toString())).isEqualTo(2);
    assertThat(err.toString()).contains("none.conf").doesNotContain("\tat ");
  }

  @Test
  void aModelThatIsNotThereIsOne() {
    String catalog = folder.resolve("catalog").toString();

    assertThat(run("models", "show", "ops/none", "--catalog", catalog)).isEqualTo(1);

    assertThat(err.toString()).contains("ops/none").doesNotContain("\tat ");
  }

  @Test
  void scoringWithAnUnknownModelFailsBeforeSparkStarts() {
    String catalog = folder.resolve("catalog").toString();

    assertThat(
            run(
                "score",
                "--model",
                "ops/none@champion",
                "--input",
                "a",
                "--output",
                "b",
                "--catalog",
                catalog))
        .isEqualTo(1);
    assertThat(err.toString()).contains("ops/none");
  }

  @Test
  void verboseShowsWhereAnErrorCameFrom() {
    String catalog = folder.resolve("catalog").toString();

    run("models", "show", "ops/none", "--catalog", catalog, "--verbose");

    assertThat(err.toString()).contains("\tat ");
  }

  @Test
  void anUnknownFileSystemIsAPlainError() {
    assertThat(run("models", "--catalog", "nofs://x/y")).isEqualTo(1);
    assertThat(err.toString()).contains("nofs").doesNotContain("\tat ");
  }

  @Test
  void doctorSpeaksJson() {
    run(
        "doctor",
        "--json",
        "--runs",
        folder.resolve("runs").toString(),
        "--catalog",
        folder.resolve("catalog").toString());

    assertThat(out.toString()).contains("\"name\" : \"java\"", "\"status\" : \"OK\"");
  }

  private int run(String... arguments) {
    CommandLine command = Main.commandLine();
    command.setOut(new PrintWriter(out, true));
    command.setErr(new PrintWriter(err, true));
    return command.execute(arguments);
  }
}
