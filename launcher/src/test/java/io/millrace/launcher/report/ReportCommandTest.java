package io.millrace.launcher.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.spec.target.Task;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ReportCommandTest {
  @TempDir private Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void findsARunByIdByFolderAndByPipeline() throws IOException {
    SampleRun run = SampleRun.whole(folder, Task.BINARY);
    Path root = Path.of(run.directory.root().toUri().getPath());
    Files.createDirectories(folder.resolve("trips/20250101-000000-00000000"));

    for (String name : List.of(run.directory.runId(), root.toString(), "trips")) {
      Files.deleteIfExists(root.resolve(Report.FILE));
      assertThat(execute(name)).as(name).isZero();
      assertThat(root.resolve(Report.FILE)).isNotEmptyFile();
    }
    assertThat(out.toString().lines()).containsOnly(root.resolve(Report.FILE).toString());
  }

  @Test
  void writesToAnotherFile() throws IOException {
    SampleRun.whole(folder, Task.BINARY);
    Path file = folder.resolve("mail.html");

    assertThat(execute("trips", "--output", file.toString())).isZero();

    assertThat(file).content().startsWith("<!DOCTYPE html>");
    assertThat(out.toString().strip()).isEqualTo(file.toString());
  }

  @Test
  void refusesARunThatIsNotThere() {
    assertThat(execute("nothing")).isEqualTo(2);
    assertThat(err.toString())
        .startsWith("Cannot report on 'nothing': there is no such run in '" + folder);
  }

  private int execute(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--runs", folder.toString()));
    return new CommandLine(new ReportCommand())
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(all.toArray(String[]::new));
  }
}
