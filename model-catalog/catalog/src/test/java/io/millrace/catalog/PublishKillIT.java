package io.millrace.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class PublishKillIT {
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
}
