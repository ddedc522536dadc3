package io.millrace.launcher.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.handoff.RunDirectory;
import io.millrace.handoff.Storage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScratchTest {
  @TempDir private Path folder;
  private final Storage storage = new Storage(new Configuration());

  @Test
  void liesBelowTheRunAndGoesWithoutATrace() throws IOException {
    RunDirectory run = run("trips/a");

    Path scratch = Scratch.of(run);
    Files.writeString(Files.createDirectories(scratch.resolve("blockmgr")).resolve("0"), "x");

    assertThat(scratch.getParent()).isEqualTo(folder.resolve("trips/a/tmp"));
    assertThat(scratch.getParent()).isDirectoryNotContaining(path -> !path.equals(scratch));
    Scratch.remove(scratch, run);
    assertThat(folder.resolve("trips/a")).isEmptyDirectory();
  }

  @Test
  void aCommaInTheNameOfARunWouldMakeTwoFoldersOfSpark() throws IOException {
    Path scratch = Scratch.of(run("trips,old/a"));

    assertThat(scratch.toString()).doesNotContain(",").startsWith(temporary().toString());
    LocalFolder.delete(scratch);
  }

  @Test
  void theNextRunRemovesWhatEarlierOnesLeftInTheirs() throws IOException {
    Files.createDirectories(folder.resolve("trips/a/tmp/job-1/blockmgr"));
    Files.createDirectories(folder.resolve("trips/a/steps"));

    Scratch.clean(storage, new org.apache.hadoop.fs.Path(folder.resolve("trips").toUri()));

    assertThat(folder.resolve("trips/a")).isDirectoryContaining(p -> p.endsWith("steps"));
    assertThat(folder.resolve("trips/a/tmp")).doesNotExist();
  }

  @Test
  void foldersOfProcessesThatAreGoneAreRemovedAndNoOthers() throws Exception {
    Path living = Scratch.ofMachine();
    String name = living.getFileName().toString();
    List<String> parts = List.of(name.split("-", -1));
    Process gone = new ProcessBuilder("true").start();
    gone.waitFor();
    Path dead = named(parts.get(1), gone.pid(), Long.parseLong(parts.get(3)));
    Path earlier = named(parts.get(1), Long.parseLong(parts.get(2)), 1);
    Path otherHost = named("0ddba11", gone.pid(), Long.parseLong(parts.get(3)));
    Path own = Files.createDirectory(folder.resolve(name));
    Path foreign = Files.createDirectory(folder.resolve("spark-1"));

    Scratch.cleanMachine(folder);

    assertThat(List.of(dead, earlier)).noneMatch(Files::exists);
    assertThat(List.of(otherHost, own, foreign)).allMatch(Files::exists);
    LocalFolder.delete(living);
  }

  private Path named(String host, long pid, long start) throws IOException {
    return Files.createDirectory(folder.resolve("millrace-%s-%d-%d-1".formatted(host, pid, start)));
  }

  private RunDirectory run(String name) throws IOException {
    Files.createDirectories(folder.resolve(name));
    return new RunDirectory(storage, new org.apache.hadoop.fs.Path(folder.resolve(name).toUri()));
  }

  private static Path temporary() {
    return Path.of(System.getProperty("java.io.tmpdir"));
  }
}
