package io.millrace.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FilterFileSystem;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Listings of a folder in which others make files meanwhile: they need not have what is older. */
class RacingListingTest {
  private static final Runnable NOTHING = () -> {};

  @TempDir private Path root;
  private final Racing racing = new Racing();
  private LogFiles files;

  @BeforeEach
  void publishOne() throws IOException {
    publish(1);
    racing.initialize(URI.create("file:///"), new Configuration());
    files = new LogFiles(racing, new org.apache.hadoop.fs.Path(root.toUri()), new LinkCommit());
  }

  private void publish(int run) {
    Catalog.open(root.toString()).publish(TinyModels.opaque("run-" + run));
  }

  @Test
  void anEntryThatAListingLacksIsNotMissing() {
    CommitLog log = new CommitLog(files);
    assertThat(log.latest().sequence()).isEqualTo(1);
    racing.before =
        () -> {
          publish(2);
          publish(3);
        };
    racing.unseen = files.entryName(2);

    CatalogState after =
        log.commit("ann", state -> List.of(new Action.Describe(TinyModels.MODEL, 1, "by day")));

    assertThat(after.sequence()).isEqualTo(4);
  }

  @Test
  void aCheckpointOfAnEntryThatAListingLacksIsNoProblem() throws IOException {
    racing.before =
        () -> {
          for (int run = 2; run <= Checkpoint.INTERVAL; run++) {
            publish(run);
          }
        };
    racing.unseen = files.entryName(Checkpoint.INTERVAL);
    LogVerifier verifier = new LogVerifier(files);

    verifier.run();

    assertThat(verifier.problems()).isEmpty();
    assertThat(verifier.entries()).isEqualTo(Checkpoint.INTERVAL - 1);
  }

  @Test
  void aTemporaryFileWhoseWriterIsDoneIsPassedOver() throws IOException {
    Path temporary = root.resolve("log/." + UUID.randomUUID() + ".tmp");
    Files.createFile(temporary);
    assertThat(files.temporaries()).hasSize(1);
    racing.after = () -> assertThat(temporary.toFile().delete()).isTrue();

    assertThat(files.temporaries()).isEmpty();
  }

  private static final class Racing extends FilterFileSystem {
    private Runnable before = NOTHING;
    private Runnable after = NOTHING;
    private String unseen = "";

    Racing() {
      super(new RawLocalFileSystem());
    }

    @Override
    public FileStatus[] listStatus(org.apache.hadoop.fs.Path folder) throws IOException {
      Runnable others = before;
      before = NOTHING;
      others.run();
      FileStatus[] seen =
          Arrays.stream(super.listStatus(folder))
              .filter(file -> !unseen.endsWith("/" + file.getPath().getName()))
              .toArray(FileStatus[]::new);
      after.run();
      return seen;
    }
  }
}
