package io.millrace.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class PublishKillIT {
  private static final int KILLS = 10;

  @TempDir private Path root;

  @Test
  @Timeout(120)
  void aPublisherKilledBeforeItsCommitLeavesOnlyAnOrphan()
      throws IOException, InterruptedException {
    Catalog catalog = Catalog.open(root.toString());
    try (ChildJvm child = ChildJvm.stuckBeforeCommit(root, "run-1")) {
      child.awaitReady();
      child.kill();
    }

    assertThat(catalog.models()).isEmpty();
    String orphan = catalog.verify().orphans().get(0);
    PublishResult again = catalog.publish(TinyModels.opaque("run-1"));
    assertThat(again.created()).isTrue();
    assertThat(again.version().version()).isEqualTo(1);
    assertThat(catalog.entry(TinyModels.MODEL).versions()).hasSize(1);
    VerifyReport report = catalog.verify();
    assertThat(report.clean()).isTrue();
    assertThat(report.orphans()).containsExactly(orphan);
  }

  /** A thousandth publication would come after minutes: all are killed before. */
  @Test
  @Tag("full")
  @Timeout(300)
  void publishersKilledAtAnyMomentLoseNothingThatTheySaid()
      throws IOException, InterruptedException {
    Random random = new Random(7);
    List<String> said = new ArrayList<>();
    for (int kill = 0; kill < KILLS; kill++) {
      try (ChildJvm child = ChildJvm.publisher(root.toString(), "killed" + kill, 1000, 0)) {
        child.awaitReady();
        child.go();
        // Some in the middle of their first publication, some of their ninth.
        for (int line = random.nextInt(10); line > 0; line--) {
          said.add(child.line());
        }
        said.addAll(child.kill());
      }
    }

    Catalog catalog = Catalog.open(root.toString());
    List<VersionEntry> versions = catalog.entry(TinyModels.MODEL).versions();
    assertThat(versions).extracting(VersionEntry::runId).doesNotHaveDuplicates();
    assertThat(versions.size()).isBetween(said.size(), said.size() + KILLS);
    assertThat(versions.stream().map(version -> "own " + version.version() + " true"))
        .containsAll(said);
    assertThat(catalog.verify().problems()).isEmpty();
    catalog.keeper().collectGarbage(Duration.ZERO);
    VerifyReport report = catalog.verify();
    assertThat(report.problems()).isEmpty();
    assertThat(report.orphans()).isEmpty();
  }
}
