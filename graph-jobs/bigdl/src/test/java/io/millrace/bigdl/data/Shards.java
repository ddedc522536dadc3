package io.millrace.bigdl.data;

import java.util.SplittableRandom;

/** Shards for tests that read no files. */
public final class Shards {
  private Shards() {}

  /** Random rows; the first number and the key of a row are its position. */
  public static Shard random(ShardColumns columns, int rows, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    TableShard shard = new TableShard(columns, 0, 0, true);
    for (int i = 0; i < rows; i++) {
      int row = shard.add();
      for (int place = 0; place < columns.dense().size(); place++) {
        shard.dense(row, place, place == 0 ? row : (float) random.nextDouble());
      }
      for (int place = 0; place < columns.indices().size(); place++) {
        shard.index(row, place, random.nextInt(columns.cardinalities().get(place)));
      }
      shard.label(row, random.nextInt(2));
      shard.key(row, row);
    }
    return shard;
  }
}
