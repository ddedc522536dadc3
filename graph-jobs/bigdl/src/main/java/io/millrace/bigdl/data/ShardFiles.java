package io.millrace.bigdl.data;

import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * Where the units of a training stand and what of them it reads.
 *
 * @param folder of the data set
 * @param graphs whether they are graphs and neighbourhoods; otherwise rows of a table
 * @param prepared all dense outputs of the feature plan; of rows of a table they are not needed
 */
public record ShardFiles(String folder, ShardColumns columns, boolean graphs, List<String> prepared)
    implements Serializable {
  /**
   * Reads some units.
   *
   * @param firstRow number of the first of them among those of all shards
   * @param keyed whether keys are kept
   * @throws IOException if a file is damaged or lacks a column
   * @throws IllegalArgumentException if a value is none that can be computed with
   */
  public Shard read(
      List<RowRange> ranges, int partition, long firstRow, boolean keyed, Configuration hadoop)
      throws IOException {
    Path path = new Path(folder);
    return graphs
        ? new ExampleReader(path, columns, prepared, hadoop).read(ranges, partition)
        : new ShardReader(path, columns, hadoop).read(ranges, partition, firstRow, keyed);
  }
}
