package io.millrace.handoff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunLockTest {
  @TempDir Path folder;

  private final Storage storage = new Storage(new Configuration());

  @Test
  void refusesSecondRunAndNamesTheFirst() throws IOException {
    try (RunLock lock = RunLock.take(storage, pipeline(), "first")) {
      assertThat(lock).isNotNull();
      assertThatThrownBy(() -> RunLock.take(storage, pipeline(), "second"))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageStartingWith("Cannot run '%s': run first by ".formatted(pipeline().getName()))
          .hasMessageEndingWith("Wait for it, or end that process.");
    }
  }

  @Test
  void isFreeAgainAfterClose() throws IOException {
    RunLock.take(storage, pipeline(), "first").close();

    try (RunLock second = RunLock.take(storage, pipeline(), "second")) {
      assertThat(second).isNotNull();
    }
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void takesOverFromProcessThatIsGone() throws Exception {
    Process gone = new ProcessBuilder("true").start();
    gone.waitFor();
    leaveLock(gone.pid(), InetAddress.getLocalHost().getHostName(), Instant.now());

    try (RunLock lock = RunLock.take(storage, pipeline(), "next")) {
      assertThat(Files.readString(folder.resolve("lock.json"))).contains("\"runId\" : \"next\"");
      assertThat(lock).isNotNull();
    }
  }

  @Test
  void takesOverFromOtherHostThatStoppedRenewing() throws Exception {
    leaveLock(1, "another-host", Instant.now().minusSeconds(300));

    try (RunLock lock = RunLock.take(storage, pipeline(), "next")) {
      assertThat(lock).isNotNull();
    }
  }

  @Test
  void leavesOtherHostThatRenews() throws Exception {
    leaveLock(1, "another-host", Instant.now());

    assertThatThrownBy(() -> RunLock.take(storage, pipeline(), "next"))
        .hasMessageContaining("process 1 on another-host");
  }

  private void leaveLock(long pid, String host, Instant renewed) throws IOException {
    String since = Instant.now().minusSeconds(600).toString();
    storage.writeJson(
        new org.apache.hadoop.fs.Path(folder.toString(), "lock.json"),
        new RunLock.Owner(1, "t", "dead", "somebody", host, pid, since, renewed.toString()));
  }

  private org.apache.hadoop.fs.Path pipeline() {
    return new org.apache.hadoop.fs.Path(folder.toString());
  }
}
