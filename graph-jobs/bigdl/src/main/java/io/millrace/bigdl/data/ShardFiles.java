package io.millrace.bigdl.data;

import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where the units of a training stand and what of them it reads.
 *
 * @param folder of the data set
 * @param graphs whether they are graphs and neighbourhoods; otherwise rows of a table
 * @param prepared all dense outputs of the feature plan; of rows of a table they are not needed
 * @param selection the units that count, by which ranges are numbered; null for all
 */
public record ShardFiles(
    String folder,
    ShardColumns columns,
    boolean graphs,
    List<String> prepared,
    @Nullable Selection selection)
    implements Serializable {
  /** The same of which only these count. */
  public ShardFiles selected(Selection wanted) {
    return new ShardFiles(folder, columns, graphs, prepared, wanted);
  }

  /**
   * Counts the units of a file that count.
   *
   * @throws IOException if the file is damaged or does not say in which splits its units are
   */
  public long count(String file, Configuration hadoop) throws IOException {
    AtomicLong count = new AtomicLong();
    String step = graphs ? ExampleReader.STEP : ShardReader.STEP;
    new RowGroups(new Path(folder), List.of(), selection, step, hadoop)
        .read(List.of(new RowRange(file, 0, Long.MAX_VALUE)), part -> count.addAndGet(part.take()));
    return count.get();
  }

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
        ? new ExampleReader(path, columns, prepared, selection, hadoop).read(ranges, partition)
        : new ShardReader(path, columns, selection, hadoop)
            .read(ranges, partition, firstRow, keyed);
  }
}
