package io.millrace.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.millrace.catalog.CatalogException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** File systems that are full, fail, or cannot commit. */
class StorageTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aFullDiskLeavesNothingBehind(boolean asError) throws IOException {
    Configuration conf = ScratchFileSystem.writableConf();
    conf.setLong(ScratchFileSystem.DISK_BYTES, 100);
    conf.setBoolean(ScratchFileSystem.AS_ERROR, asError);
    Catalog catalog = Catalog.open("scratch:" + folder, conf);

    CatalogException failure =
        catchThrowableOfType(
            CatalogException.class, () -> catalog.publish(TinyModels.opaque("run-1")));

    assertThat(failure.reason()).isEqualTo(Reason.STORAGE);
    assertThat(failure)
        .hasMessageContaining("Cannot publish model 'ops/delay' of run 'run-1'")
        .hasMessageContaining("'signature.json'")
        .hasMessageContaining("No space left on device")
        .hasMessageContaining("Nothing was published")
        .hasRootCauseMessage("No space left on device")
        .cause()
        .isInstanceOf(asError ? FSError.class : IOException.class);
    assertThat(dataFolders()).isZero();
    assertThat(catalog.models()).isEmpty();

    conf.setLong(ScratchFileSystem.DISK_BYTES, 1 << 20);
    PublishResult later =
        Catalog.open("scratch:" + folder, conf).publish(TinyModels.opaque("run-1"));
    assertThat(later.created()).isTrue();
    assertThat(later.version().version()).isEqualTo(1);
  }

  @Test
  void aSourceThatFailsHalfWayLeavesNothingBehind() throws IOException {
    Catalog catalog = Catalog.open(folder.toString());
    Publication publication =
        TinyModels.withFiles(
            Map.of(
                "model.onnx",
                ArtifactSource.of(new byte[10]),
                "signature.json",
                StorageTest::half));

    CatalogException failure =
        catchThrowableOfType(CatalogException.class, () -> catalog.publish(publication));

    assertThat(failure).hasMessageContaining("'signature.json'").hasMessageContaining("cut off");
    assertThat(dataFolders()).isZero();
    assertThat(folder.resolve("log")).doesNotExist();
  }

  @Test
  void aFileThatReadsBackOtherwiseIsNotPublished() throws IOException {
    Configuration conf = ScratchFileSystem.writableConf();
    conf.setLong(ScratchFileSystem.DISK_BYTES, 1 << 20);
    conf.setBoolean(ScratchFileSystem.LYING, true);
    Catalog catalog = Catalog.open("scratch:" + folder, conf);

    CatalogException failure =
        catchThrowableOfType(
            CatalogException.class, () -> catalog.publish(TinyModels.opaque("run-1")));

    assertThat(failure).hasMessageContaining("reads back as").hasMessageContaining("(expected ");
    assertThat(dataFolders()).isZero();
  }

  @Test
  void aSchemeWithoutAKnownCommitIsReadOnly() throws IOException {
    Catalog.open(folder.toString()).publish(TinyModels.opaque("run-1"));
    Catalog catalog = Catalog.open("scratch:" + folder, ScratchFileSystem.conf());

    assertThat(catalog.resolve("ops/delay").version()).isEqualTo(1);
    assertThat(catalog.verify().clean()).isTrue();
    CatalogException publish =
        catchThrowableOfType(
            CatalogException.class, () -> catalog.publish(TinyModels.opaque("run-2")));
    CatalogException move =
        catchThrowableOfType(
            CatalogException.class, () -> catalog.moveAlias("ops/delay", "candidate", 1, "try"));
    assertThat(publish.reason()).isEqualTo(Reason.REFUSED);
    assertThat(publish)
        .hasMessageContaining("file systems of scheme 'scratch' are read-only here")
        .hasMessageContaining("set millrace.catalog.commit.scratch=rename");
    assertThat(move).hasMessage(publish.getMessage());
    assertThat(dataFolders()).isEqualTo(1);
  }

  @Test
  void aDeclaredSchemeCommitsByRenameAndLosesRacesCleanly() throws IOException {
    Catalog one = Catalog.open("scratch:" + folder, ScratchFileSystem.writableConf());
    Catalog two = Catalog.open("scratch:" + folder, ScratchFileSystem.writableConf());
    one.publish(TinyModels.opaque("run-1"));
    two.publish(TinyModels.opaque("run-2"));
    CommitStrategy rename =
        new RenameCommit(
            new org.apache.hadoop.fs.Path("scratch:" + folder)
                .getFileSystem(ScratchFileSystem.writableConf()),
            ScratchFileSystem.writableConf());
    org.apache.hadoop.fs.Path taken =
        new org.apache.hadoop.fs.Path("scratch:" + folder + "/log/00000000000000000002.json");
    byte[] before = Files.readAllBytes(folder.resolve("log/00000000000000000002.json"));

    assertThat(rename.createIfAbsent(taken, "other".getBytes(StandardCharsets.UTF_8))).isFalse();
    assertThat(Files.readAllBytes(folder.resolve("log/00000000000000000002.json")))
        .isEqualTo(before);
    assertThat(one.entry("ops/delay").versions()).hasSize(2);
    assertThat(two.verify().clean()).isTrue();
    try (Stream<Path> files = Files.list(folder.resolve("log"))) {
      assertThat(files).hasSize(2);
    }
  }

  @Test
  void aCommitThatWorkedButReportedAFailureCounts() throws IOException {
    CommitStrategy link = new LinkCommit();
    CommitStrategy ambiguous =
        (file, content) -> {
          assertThat(link.createIfAbsent(file, content)).isTrue();
          throw new IOException("connection reset");
        };
    Catalog catalog = Catalog.open(folder.toString(), new Configuration(), ambiguous);

    assertThat(catalog.publish(TinyModels.opaque("run-1")).created()).isTrue();
    assertThat(catalog.verify().clean()).isTrue();
  }

  @Test
  void aCommitThatItsClientRepeatedIsRecognised() throws IOException {
    CommitStrategy link = new LinkCommit();
    CommitStrategy twice =
        (file, content) -> {
          boolean first = link.createIfAbsent(file, content);
          return link.createIfAbsent(file, content) && first;
        };
    Catalog catalog = Catalog.open(folder.toString(), new Configuration(), twice);

    catalog.publish(TinyModels.opaque("run-1"));
    assertThat(catalog.entry("ops/delay").versions()).hasSize(1);
    assertThat(catalog.verify().orphans()).isEmpty();
  }

  @Test
  void aCommitThatFailedKeepsTheDataBecauseItMayHaveWorked() throws IOException {
    CommitStrategy failing =
        (file, content) -> {
          throw new IOException("connection reset");
        };
    Catalog catalog = Catalog.open(folder.toString(), new Configuration(), failing);

    CatalogException failure =
        catchThrowableOfType(
            CatalogException.class, () -> catalog.publish(TinyModels.opaque("run-1")));
    assertThat(failure.reason()).isEqualTo(Reason.STORAGE);
    assertThat(failure)
        .hasMessageContaining("connection reset")
        .hasMessageContaining("nothing will be done twice");
    assertThat(catalog.verify().orphans()).hasSize(1);
    assertThat(
            Catalog.open(folder.toString()).publish(TinyModels.opaque("run-1")).version().version())
        .isEqualTo(1);
  }

  private static InputStream half() {
    return new InputStream() {
      private int left = 100;

      @Override
      public int read() throws IOException {
        if (left == 0) {
          throw new IOException("cut off");
        }
        left--;
        return 'x';
      }
    };
  }

  private long dataFolders() throws IOException {
    try (Stream<Path> folders = Files.list(folder.resolve("data"))) {
      return folders.count();
    }
  }
}
