package io.millrace.handoff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunLockTest {
  @TempDir Path folder;

  private final Storage storage = new Storage(new Configuration());
  private final List<String> heard = new ArrayList<>();

  @Test
  void refusesSecondRunAndNamesTheFirst() throws IOException {
    try (RunLock lock = RunLock.take(storage, pipeline(), "first")) {
      assertThat(lock).isNotNull();
      assertThatThrownBy(() -> RunLock.take(storage, pipeline(), "second"))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageStartingWith("Cannot run '%s': run first by ".formatted(pipeline().getName()))
          .hasMessageContaining(" on " + InetAddress.getLocalHost().getHostName())
          .hasMessageContaining("has been at work since 20")
          .hasMessageEndingWith("Wait for it with --wait 30m, or end that process.");
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
    leaveLockOfDeadProcess();

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
    assertThat(RunLock.holder(storage, pipeline())).get().extracting("runId").isEqualTo("dead");
  }

  @Test
  void aDeadOwnerHoldsNothing() throws Exception {
    leaveLockOfDeadProcess();

    assertThat(RunLock.holder(storage, pipeline())).isEmpty();
  }

  @Test
  void waitsUntilTheOtherHostIsSilentForTooLong() throws Exception {
    MovedTime time = new MovedTime(Instant.now());
    leaveLock(1, "another-host", time.now());

    try (RunLock lock =
        RunLock.take(
            storage,
            pipeline(),
            "next",
            Duration.ofMinutes(5),
            owner -> heard.add(owner.text()),
            time)) {
      assertThat(lock).isNotNull();
    }
    assertThat(heard).containsExactly("run dead by somebody (process 1 on another-host)");
    assertThat(time.moved).isEqualTo(LockFile.EXPIRY);
  }

  @Test
  void waitsNoLongerThanItWasTold() throws Exception {
    MovedTime time = new MovedTime(Instant.now());
    leaveLock(1, "another-host", time.now());

    assertThatThrownBy(
            () ->
                RunLock.take(
                    storage, pipeline(), "next", Duration.ofSeconds(20), owner -> {}, time))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("(expected no other run after a wait of 20 s)")
        .hasMessageEndingWith("Wait longer with --wait, or end that process.");
    assertThat(time.moved).isEqualTo(Duration.ofSeconds(20));
  }

  @Test
  void anOwnerThatStoodStillHearsThatItsLockIsInOtherHands() throws Exception {
    try (RunLock slept = RunLock.take(storage, pipeline(), "slept")) {
      slept.onLoss(heard::add);
      slept.renew();
      assertThat(heard).isEmpty();
      leaveLock(7, "another-host", Instant.now());

      slept.renew();
      slept.renew();

      assertThat(heard).hasSize(1);
      assertThat(heard.get(0))
          .startsWith("Cannot go on with run slept: its lock was taken over by run dead by")
          .contains("process 7 on another-host");
      assertThat(slept.checkLoss()).contains(heard.get(0));
    }
    assertThat(Files.readString(folder.resolve("lock.json"))).contains("another-host");
  }

  @Test
  void aLockThatIsGoneIsLostToo() throws Exception {
    try (RunLock lock = RunLock.take(storage, pipeline(), "first")) {
      Files.delete(folder.resolve("lock.json"));
      lock.renew();
      lock.onLoss(heard::add);

      assertThat(heard).singleElement().asString().contains("its lock is gone");
      assertThat(folder.resolve("lock.json")).doesNotExist();
    }
  }

  @Test
  void renewingTellsThatTheOwnerIsThere() throws Exception {
    MovedTime time = new MovedTime(Instant.parse("2026-01-05T09:00:00Z"));
    try (RunLock lock =
        RunLock.take(storage, pipeline(), "first", Duration.ZERO, owner -> {}, time)) {
      time.pause(Duration.ofSeconds(11));
      lock.renew();

      assertThat(Files.readString(folder.resolve("lock.json")))
          .contains("\"since\" : \"2026-01-05T09:00:00Z\"")
          .contains("\"renewed\" : \"2026-01-05T09:00:11Z\"");
    }
  }

  @Test
  void aTakerThatWasKilledHoldsNobodyUp() throws Exception {
    leaveLockOfDeadProcess();
    Path mark = Files.createFile(folder.resolve(".lock-t"));
    assertThatThrownBy(() -> RunLock.take(storage, pipeline(), "next"))
        .hasMessageStartingWith("Cannot lock '");

    Files.setLastModifiedTime(mark, FileTime.from(Instant.now().minusSeconds(90)));

    try (RunLock lock = RunLock.take(storage, pipeline(), "next")) {
      assertThat(lock).isNotNull();
      assertThat(mark).doesNotExist();
    }
  }

  @Test
  void aSlowTakerLeavesTheLockOfAQuickerOne() throws Exception {
    leaveLockOfDeadProcess();
    LockFile slow = new LockFile(storage, pipeline());
    RunLock.Owner dead = slow.read().orElseThrow();
    try (RunLock quick = RunLock.take(storage, pipeline(), "quick")) {
      slow.takeAway(dead, Instant.now());

      assertThat(quick.checkLoss()).isEmpty();
    }
  }

  private void leaveLockOfDeadProcess() throws Exception {
    Process gone = new ProcessBuilder("true").start();
    gone.waitFor();
    leaveLock(gone.pid(), InetAddress.getLocalHost().getHostName(), Instant.now());
  }

  private void leaveLock(long pid, String host, Instant renewed) throws IOException {
    String since = Instant.now().minusSeconds(600).toString();
    new LockFile(storage, pipeline())
        .replace(
            new RunLock.Owner(1, "t", "dead", "somebody", host, pid, since, renewed.toString()));
  }

  private org.apache.hadoop.fs.Path pipeline() {
    return new org.apache.hadoop.fs.Path(folder.toString());
  }

  /** Time that passes only while somebody waits. */
  private static final class MovedTime implements LockTime {
    private final Instant begin;
    private Duration moved = Duration.ZERO;

    MovedTime(Instant begin) {
      this.begin = begin;
    }

    @Override
    public Instant now() {
      return begin.plus(moved);
    }

    @Override
    public void pause(Duration duration) {
      moved = moved.plus(duration);
    }
  }
}
