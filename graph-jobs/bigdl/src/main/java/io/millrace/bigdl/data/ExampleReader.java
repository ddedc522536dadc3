package io.millrace.bigdl.data;

import io.millrace.bigdl.data.RowGroups.Part;
import io.millrace.sampling.Example;
import io.millrace.sampling.SparseRows;
import io.millrace.sampling.Topology;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.jspecify.annotations.Nullable;

/** Reads graphs and neighbourhoods from Parquet, one {@link Example} in each row. */
final class ExampleReader {
  static final String STEP = "neighbourhoods";
  private static final String DENSE = "dense";

  private final RowGroups groups;
  private final ShardColumns columns;
  private final int width;
  private final int[] places;

  /**
   * @param prepared all dense outputs of the feature plan, as the rows have them; the network may
   *     use some of them
   * @param selection the rows that count, null for all
   */
  ExampleReader(
      Path folder,
      ShardColumns columns,
      List<String> prepared,
      @Nullable Selection selection,
      Configuration hadoop) {
    this.columns = columns;
    this.width = prepared.size();
    this.places = columns.dense().stream().mapToInt(prepared::indexOf).toArray();
    this.groups = new RowGroups(folder, names(), selection, STEP, hadoop);
  }

  private List<String> names() {
    List<String> names =
        new ArrayList<>(
            List.of("ids", "begins", "sources", "weights", "degrees", "targets", "keys", "labels"));
    if (places.length > 0) {
      names.add(DENSE);
    }
    names.addAll(columns.indices());
    for (String name : columns.sparse()) {
      names.add(SparseNames.begins(name));
      names.add(SparseNames.columns(name));
      names.add(SparseNames.values(name));
    }
    return names;
  }

  /**
   * Reads some rows.
   *
   * @throws IOException if a file is damaged or lacks a column
   * @throws IllegalArgumentException if a value is none that can be computed with
   */
  Shard read(List<RowRange> ranges, int partition) throws IOException {
    GraphShard shard = new GraphShard(columns, partition);
    groups.read(ranges, part -> read(part, shard));
    shard.close();
    return shard;
  }

  private void read(Part part, GraphShard shard) {
    Columns all = new Columns(part);
    for (int i = 0; i < part.take(); i++) {
      ExampleChecks checks = new ExampleChecks(columns, part.file(), part.number(i));
      Example example = all.next(checks);
      checks.check(example);
      shard.add(example);
    }
  }

  /** The columns of a row group side by side. */
  private final class Columns {
    private final ListCursor ids;
    private final ListCursor begins;
    private final ListCursor sources;
    private final ListCursor weights;
    private final ListCursor degrees;
    private final ListCursor targets;
    private final ListCursor keys;
    private final ListCursor labels;
    private final @Nullable ListCursor dense;
    private final List<ListCursor> indices = new ArrayList<>();
    private final List<ListCursor[]> sparse = new ArrayList<>();

    Columns(Part part) {
      ids = new ListCursor(part, "ids", PrimitiveTypeName.INT64);
      begins = ints(part, "begins");
      sources = ints(part, "sources");
      weights = floats(part, "weights");
      degrees = floats(part, "degrees");
      targets = ints(part, "targets");
      keys = new ListCursor(part, "keys", PrimitiveTypeName.INT64);
      labels = floats(part, "labels");
      dense = places.length > 0 ? floats(part, DENSE) : null;
      columns.indices().forEach(name -> indices.add(ints(part, name)));
      for (String name : columns.sparse()) {
        sparse.add(
            new ListCursor[] {
              ints(part, SparseNames.begins(name)),
              ints(part, SparseNames.columns(name)),
              floats(part, SparseNames.values(name))
            });
      }
    }

    private static ListCursor ints(Part part, String name) {
      return new ListCursor(part, name, PrimitiveTypeName.INT32);
    }

    private static ListCursor floats(Part part, String name) {
      return new ListCursor(part, name, PrimitiveTypeName.FLOAT);
    }

    Example next(ExampleChecks checks) {
      long[] nodeIds = checks.present("ids", ids.longs());
      Topology topology =
          new Topology(
              nodeIds.length,
              checks.present("begins", begins.ints()),
              checks.present("sources", sources.ints()),
              weights.floats(),
              checks.present("degrees", degrees.floats()),
              new int[] {0, nodeIds.length});
      List<int[]> index = new ArrayList<>();
      for (int i = 0; i < indices.size(); i++) {
        index.add(checks.present(columns.indices().get(i), indices.get(i).ints()));
      }
      List<SparseRows> rows = new ArrayList<>();
      for (int i = 0; i < sparse.size(); i++) {
        rows.add(sparse(checks, columns.sparse().get(i), sparse.get(i)));
      }
      int[] wanted = targets.ints();
      return new Example(
          nodeIds,
          topology,
          dense(checks, nodeIds.length),
          index,
          rows,
          wanted == null ? new int[0] : wanted,
          checks.present("keys", keys.longs()),
          checks.present("labels", labels.floats()));
    }

    private SparseRows sparse(ExampleChecks checks, String name, ListCursor[] cursors) {
      return new SparseRows(
          checks.present(SparseNames.begins(name), cursors[0].ints()),
          checks.present(SparseNames.columns(name), cursors[1].ints()),
          checks.present(SparseNames.values(name), cursors[2].floats()));
    }

    /** The network's numbers in its own order: [nodes, columns.dense()]. */
    private float[] dense(ExampleChecks checks, int nodes) {
      if (places.length == 0) {
        return new float[0];
      }
      float[] all = checks.present(DENSE, Objects.requireNonNull(dense).floats());
      checks.length(DENSE, all.length, Math.multiplyExact(nodes, width));
      if (places.length == width && ascends()) {
        return all;
      }
      float[] used = new float[nodes * places.length];
      for (int i = 0; i < nodes; i++) {
        for (int p = 0; p < places.length; p++) {
          used[i * places.length + p] = all[i * width + places[p]];
        }
      }
      return used;
    }

    private boolean ascends() {
      for (int p = 0; p < places.length; p++) {
        if (places[p] != p) {
          return false;
        }
      }
      return true;
    }
  }
}
