package io.millrace.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Tag("full")
class HdfsCatalogIT {
  private static final int PROCESSES = 4;

  @TempDir private static Path folder;
  private static MiniDFSCluster cluster;

  @BeforeAll
  static void startCluster() throws IOException {
    Configuration conf = new Configuration();
    conf.set(MiniDFSCluster.HDFS_MINIDFS_BASEDIR, folder.toString());
    cluster = new MiniDFSCluster.Builder(conf).numDataNodes(1).build();
  }

  @AfterAll
  static void stopCluster() {
    if (cluster != null) {
      cluster.shutdown(true);
    }
  }

  @Test
  @Timeout(300)
  void noVersionIsLostOrGivenTwice() throws IOException, InterruptedException {
    String root = cluster.getURI() + "/race";
    List<String> said = PublishRaceIT.race(root, PROCESSES, 10, 3);

    List<String> created = said.stream().filter(line -> line.endsWith("true")).toList();
    assertThat(created).hasSize(PROCESSES * 10 + 3);
    PublishRaceIT.assertSound(Catalog.open(root), created);
  }

  @Test
  void unusedDataGoesAndAModelMovesToAnotherCatalog() throws IOException {
    Catalog catalog = Catalog.open(cluster.getURI() + "/first");
    catalog.publish(TinyModels.opaque("run-1"));
    Path file = folder.resolve("moved.zip");
    catalog.keeper().exportModel(TinyModels.MODEL, file);
    Catalog other = Catalog.open(cluster.getURI() + "/second");
    assertThat(other.keeper().importModel(file).created()).containsExactly(1);
    cluster
        .getFileSystem()
        .create(new org.apache.hadoop.fs.Path("/second/data/left/model.onnx"))
        .close();

    assertThat(other.keeper().collectGarbage(Duration.ofDays(1)).young()).isEqualTo(1);
    assertThat(other.keeper().collectGarbage(Duration.ofSeconds(-60)).folders()).hasSize(1);
    VerifyReport report = other.verify();
    assertThat(report.problems()).isEmpty();
    assertThat(report.orphans()).isEmpty();
  }

  @Test
  void publishesDownloadsAndScores() throws IOException {
    Catalog catalog = Catalog.open(cluster.getURI() + "/catalog", new Configuration());
    catalog.publish(TinyModels.publication("run-1"));

    assertThat(catalog.download("ops/delay", folder.resolve("copy")).resolve("model.onnx"))
        .hasBinaryContent(TinyModels.delay());
    try (Model model = catalog.model("ops/delay@champion")) {
      assertThat(model.score(List.of(Map.of("carrier", "AA", "distance", 3))))
          .containsExactly(Map.of("probability", 1000f + 50f + 3f - 2f));
    }
  }
}
