package io.millrace.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.millrace.catalog.CatalogException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GarbageTest {
  private static final Duration WEEK = Duration.ofDays(7);
  private static final String ORPHAN = "11111111-2222-3333-4444-555555555555";
  private static final String TEMPORARY = ".22222222-2222-3333-4444-555555555555.tmp";

  @TempDir private Path root;
  private Catalog catalog;

  @BeforeEach
  void publishAndLeaveSomething() throws IOException {
    catalog = Catalog.open(root.toString());
    catalog.publish(TinyModels.opaque("run-1"));
    catalog.curator().cards().revise(TinyModels.MODEL, 1, 1, "text", "why");
    Path orphan = Files.createDirectories(root.resolve("data").resolve(ORPHAN).resolve("sub"));
    Files.writeString(orphan.resolve("model.onnx"), "half");
    Files.writeString(root.resolve("log").resolve(TEMPORARY), "half");
  }

  @Test
  void whatIsYoungStays() throws IOException {
    GarbageReport report = catalog.keeper().collectGarbage(WEEK);

    assertThat(report.folders()).isEmpty();
    assertThat(report.young()).isEqualTo(2);
    assertThat(root.resolve("data").resolve(ORPHAN)).exists();
    makeOld(root.resolve("data").resolve(ORPHAN));
    Files.setLastModifiedTime(
        root.resolve("data/" + ORPHAN + "/sub/model.onnx"), FileTime.from(Instant.now()));
    assertThat(catalog.keeper().findGarbage(WEEK).folders()).isEmpty();
  }

  @Test
  void whatIsOldGoesAndIsAudited() throws IOException {
    makeOld(root);
    GarbageReport found = catalog.keeper().findGarbage(WEEK);
    assertThat(found.folders()).singleElement().extracting("dataId").isEqualTo(ORPHAN);
    assertThat(found.bytes()).isEqualTo(4);
    assertThat(found.temporaries()).containsExactly(TEMPORARY);
    assertThat(found.deleted()).isFalse();
    assertThat(root.resolve("data").resolve(ORPHAN)).exists();

    assertThat(catalog.keeper().collectGarbage(WEEK).deleted()).isTrue();
    assertThat(root.resolve("data").resolve(ORPHAN)).doesNotExist();
    assertThat(root.resolve("log").resolve(TEMPORARY)).doesNotExist();
    assertThat(catalog.keeper().audit(1, 100))
        .last()
        .extracting("action")
        .isEqualTo("collect-garbage");
    assertThat(catalog.keeper().collectGarbage(WEEK).folders()).isEmpty();
    assertThat(catalog.curator().cards().read(TinyModels.MODEL)).isEqualTo("text");
    assertThat(catalog.verify().problems()).isEmpty();
    assertThat(catalog.verify().orphans()).isEmpty();
  }

  @Test
  void aPublisherSlowerThanTheGracePublishesNothingWithoutFiles() throws IOException {
    CommitStrategy link = new LinkCommit();
    boolean[] first = {true};
    CommitStrategy collectsFirst =
        (file, content) -> {
          if (first[0]) {
            first[0] = false;
            makeOld(root);
            catalog.keeper().collectGarbage(WEEK);
          }
          return link.createIfAbsent(file, content);
        };
    Catalog slow = Catalog.open(root.toString(), new Configuration(), collectsFirst);

    CatalogException late =
        catchThrowableOfType(
            CatalogException.class, () -> slow.publish(TinyModels.opaque("run-2")));
    assertThat(late.reason()).isEqualTo(Reason.CONTENTION);
    assertThat(late).hasMessageContaining("its files were deleted as unused");
    assertThat(slow.publish(TinyModels.opaque("run-2")).created()).isTrue();
    assertThat(catalog.verify().problems()).isEmpty();
  }

  private static void makeOld(Path folder) throws IOException {
    FileTime old = FileTime.from(Instant.now().minus(Duration.ofDays(8)));
    List<Path> all;
    try (Stream<Path> files = Files.walk(folder)) {
      all = files.toList();
    }
    for (Path file : all) {
      Files.setLastModifiedTime(file, old);
    }
  }
}
