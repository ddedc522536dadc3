package io.millrace.jobs.neighbourhoods;

import io.millrace.jobs.neighbourhoods.ExampleRows.Outline;
import io.millrace.sampling.DrawnEdges;
import io.millrace.sampling.Draws;
import io.millrace.sampling.InEdges;
import io.millrace.sampling.LongIntMap;
import io.millrace.sampling.Neighbourhood;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.catalyst.InternalRow;
import org.jspecify.annotations.Nullable;

/**
 * Makes the examples of a block from its targets, edges and nodes, in whichever order they come.
 */
record BlockExamples(DrawSettings how, ExampleRows rows)
    implements FlatMapFunction<Iterator<InternalRow>, InternalRow> {
  private static final int KIND = 1;
  private static final int NODE = 2;
  private static final int ROW = 3;
  private static final int LABEL = 4;
  private static final int SPLITS = 5;
  private static final int SOURCES = 6;
  private static final int WEIGHTS = 7;
  private static final int FEATURES = 8;

  @Override
  public Iterator<InternalRow> call(Iterator<InternalRow> parts) {
    Block block = new Block();
    parts.forEachRemaining(block::add);
    return block.examples();
  }

  /**
   * @param ends a node, or a pair of them
   */
  private record Target(long[] ends, long row, float label, String splits) {
    /** What its place among the examples depends on. */
    long name() {
      return ends.length == 1 ? ends[0] : row;
    }
  }

  private final class Block implements DrawnEdges {
    private final List<Target> targets = new ArrayList<>();
    private final List<InEdges> edges = new ArrayList<>();
    private final List<NodeFeatures> nodes = new ArrayList<>();
    private final LongIntMap placeOfNode = new LongIntMap();
    private final List<LongIntMap> placeOfEdges = new ArrayList<>();
    private final LongIntMap positions = new LongIntMap();

    Block() {
      for (int hop = 0; hop < how.hops(); hop++) {
        placeOfEdges.add(new LongIntMap());
      }
    }

    void add(InternalRow part) {
      int kind = part.getInt(KIND);
      long id = part.getLong(NODE);
      if (kind == SampledRows.Kind.TARGET) {
        targets.add(
            new Target(
                part.getArray(SOURCES).toLongArray(),
                part.getLong(ROW),
                part.getFloat(LABEL),
                part.getUTF8String(SPLITS).toString()));
      } else if (kind == SampledRows.Kind.NODE) {
        placeOfNode.putIfAbsent(id, nodes.size());
        nodes.add(rows.columns().read(part, FEATURES));
      } else {
        placeOfEdges.get(kind).putIfAbsent(id, edges.size());
        edges.add(
            new InEdges(
                part.getArray(SOURCES).toLongArray(), part.getArray(WEIGHTS).toFloatArray()));
      }
    }

    /** In an order that says nothing of the table's. */
    Iterator<InternalRow> examples() {
      targets.sort(
          Comparator.<Target>comparingLong(t -> Draws.of(how.seed(), t.name(), -1))
              .thenComparingLong(Target::name));
      return targets.stream().map(this::example).iterator();
    }

    private static String nodes(long[] ends) {
      return ends.length == 1 ? "node " + ends[0] : "nodes " + Arrays.toString(ends);
    }

    private InternalRow example(Target target) {
      Neighbourhood around = Neighbourhood.of(target.ends(), how.hops(), this, positions);
      List<NodeFeatures> features = new ArrayList<>(around.ids().length);
      for (long id : around.ids()) {
        int place = placeOfNode.get(id);
        if (place == LongIntMap.NONE) {
          throw new IllegalArgumentException(
              "Cannot make the neighbourhood of %s: an edge comes from node %d, which has no row (expected one for each node). Run the step 'graph' again."
                  .formatted(nodes(target.ends()), id));
        }
        features.add(nodes.get(place));
      }
      return rows.row(
          new Outline(
              target.splits(),
              around.ids(),
              around.begins(),
              around.sources(),
              around.weights(),
              IntStream.range(0, target.ends().length).toArray(),
              new long[] {target.row()},
              new float[] {target.label()}),
          features);
    }

    @Override
    public @Nullable InEdges of(long node, int hop) {
      int place = placeOfEdges.get(hop).get(node);
      return place == LongIntMap.NONE ? null : edges.get(place);
    }
  }
}
