package io.millrace.bigdl.data;

import io.millrace.sampling.Example;
import io.millrace.sampling.Topology;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

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

  /**
   * Graphs without edges and features whose nodes all have a score, by the number of their nodes.
   */
  public static Shard graphs(int partition, int... nodes) {
    ShardColumns columns = new ShardColumns(List.of(), List.of(), List.of(), "labels", "__row");
    GraphShard shard = new GraphShard(columns, partition);
    for (int count : nodes) {
      shard.add(
          new Example(
              new long[count],
              Topology.of(count, new int[0], new int[0], null),
              new float[0],
              List.of(),
              List.of(),
              IntStream.range(0, count).toArray(),
              new long[count],
              new float[count]));
    }
    shard.close();
    return shard;
  }
}
