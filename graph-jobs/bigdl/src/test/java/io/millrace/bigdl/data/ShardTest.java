package io.millrace.bigdl.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.spec.data.DatasetManifest.ManifestFile;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ShardTest {
  private static final ShardColumns COLUMNS =
      new ShardColumns(
          List.of("x", "y"), List.of("a", "b", "c"), List.of(256, 257, 70_000), "label", "key");

  @Test
  void valuesComeBackAcrossChunksAndWidths() {
    int count = 70_000;
    TableShard shard = new TableShard(COLUMNS, 0, 0, true);
    for (int i = 0; i < count; i++) {
      int row = shard.add();
      shard.dense(row, 0, i);
      shard.dense(row, 1, -i);
      shard.index(row, 0, i % 256);
      shard.index(row, 1, i % 257);
      shard.index(row, 2, i % 70_000);
      shard.label(row, i % 2);
      shard.key(row, 10L * i);
    }
    shard.trim();
    Rows rows = new Rows(2, 3);
    int[] order = {69_999, 0, 65_535, 65_536, 255, 256};

    shard.copy(order, 0, order.length, 0, rows);

    for (int r = 0; r < order.length; r++) {
      assertThat(rows.dense()[2 * r]).isEqualTo(order[r]);
      assertThat(rows.dense()[2 * r + 1]).isEqualTo(-order[r]);
      assertThat(rows.indices(0)[r]).isEqualTo(order[r] % 256);
      assertThat(rows.indices(1)[r]).isEqualTo(order[r] % 257);
      assertThat(rows.indices(2)[r]).isEqualTo(order[r]);
      assertThat(rows.labels()[r]).isEqualTo(order[r] % 2);
      assertThat(shard.key(order[r])).isEqualTo(10L * order[r]);
    }
  }

  @Test
  void orderIsPermutationThatDependsOnSeedAndEpoch() {
    Shard shard = Shards.random(COLUMNS, 1000, 1);

    int[] first = shard.order(5, 0).clone();
    int[] second = shard.order(5, 1).clone();
    int[] again = shard.order(5, 0).clone();

    assertThat(Arrays.stream(first).sorted())
        .containsExactlyElementsOf(IntStream.range(0, 1000).boxed().toList());
    assertThat(second).isNotEqualTo(first);
    assertThat(again).isEqualTo(first);
    assertThat(shard.order(6, 0)).isNotEqualTo(first);
  }

  @Test
  void rangesShareAllRowsOnceAndEvenly() {
    List<ManifestFile> files =
        List.of(file("train/a", 7), file("train/b", 0), file("train/c", 15), file("train/d", 1));
    for (int parts = 1; parts <= 5; parts++) {
      boolean[] seen = new boolean[23];
      for (int p = 0; p < parts; p++) {
        long rows = 0;
        for (RowRange range : RowRange.of(files, parts, p)) {
          int offset = range.file().equals("train/a") ? 0 : range.file().equals("train/c") ? 7 : 22;
          for (long r = range.from(); r < range.to(); r++) {
            assertThat(seen[(int) (offset + r)]).isFalse();
            seen[(int) (offset + r)] = true;
            rows++;
          }
        }
        assertThat(rows).isBetween(23L / parts, 23L / parts + 1);
      }
      assertThat(seen).doesNotContain(false);
    }
  }

  private static ManifestFile file(String path, long rows) {
    return new ManifestFile(path, rows, 0, "");
  }
}
