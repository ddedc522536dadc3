package io.millrace.jobs.neighbourhoods;

import static org.apache.spark.sql.functions.col;

import io.millrace.sampling.InEdges;
import io.millrace.sampling.Reservoir;
import io.millrace.sampling.Reservoir.Candidates;
import java.util.Iterator;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * The edges that each node draws at each hop. Tasks draw from the edges that they read, then what
 * is left comes together by node: so of a hub with half of all edges no task gets more than others,
 * and only what may be drawn is moved.
 */
final class EdgeDraws {
  private static final String NODE = "node";
  static final DataType LONGS = DataTypes.createArrayType(DataTypes.LongType, false);
  static final DataType INTS = DataTypes.createArrayType(DataTypes.IntegerType, false);
  static final DataType FLOATS = DataTypes.createArrayType(DataTypes.FloatType, false);

  private EdgeDraws() {}

  static String sources(int hop) {
    return "sources_" + hop;
  }

  static String weights(int hop) {
    return "weights_" + hop;
  }

  private static String ordinals(int hop) {
    return "ordinals_" + hop;
  }

  /**
   * Draws.
   *
   * @param edges target, source, ordinal, weight; see {@link GraphTables#edges}
   * @return {@code node} and, by hop, {@code sources_<hop>} and {@code weights_<hop>}; without the
   *     nodes to which no edge leads
   */
  static Dataset<Row> of(Dataset<Row> edges, DrawSettings how) {
    JavaRDD<InternalRow> parts =
        InternalRows.of(edges.sortWithinPartitions("target"))
            .mapPartitions(rows -> new Parts(rows, how));
    Dataset<Row> together =
        InternalRows.dataset(edges.sparkSession(), parts, candidateSchema(how.hops()))
            .repartition(col(NODE))
            .sortWithinPartitions(NODE);
    JavaRDD<InternalRow> drawn =
        InternalRows.of(together).mapPartitions(rows -> new Wholes(rows, how));
    return InternalRows.dataset(edges.sparkSession(), drawn, schema(how.hops()));
  }

  private static StructType candidateSchema(int hops) {
    StructType schema =
        new StructType()
            .add(NODE, DataTypes.LongType, false)
            .add("count", DataTypes.LongType, false);
    for (int hop = 0; hop < hops; hop++) {
      schema =
          schema
              .add(sources(hop), LONGS, false)
              .add(ordinals(hop), INTS, false)
              .add(weights(hop), FLOATS, false);
    }
    return schema;
  }

  private static StructType schema(int hops) {
    StructType schema = new StructType().add(NODE, DataTypes.LongType, false);
    for (int hop = 0; hop < hops; hop++) {
      schema = schema.add(sources(hop), LONGS, false).add(weights(hop), FLOATS, false);
    }
    return schema;
  }

  /** From edges to candidates. */
  private static final class Parts extends NodeGroups {
    Parts(Iterator<InternalRow> rows, DrawSettings how) {
      super(rows, how);
    }

    @Override
    void add(InternalRow row, Reservoir[] into) {
      long source = row.getLong(1);
      int ordinal = row.getInt(2);
      float weight = row.getFloat(3);
      for (Reservoir reservoir : into) {
        reservoir.offer(source, ordinal, weight);
      }
    }

    @Override
    InternalRow result(long node, Reservoir[] from) {
      Object[] values = new Object[2 + 3 * from.length];
      values[0] = node;
      for (int hop = 0; hop < from.length; hop++) {
        Candidates left = from[hop].candidates();
        values[1] = left.count();
        values[2 + 3 * hop] = InternalRows.array(left.sources());
        values[3 + 3 * hop] = InternalRows.array(left.ordinals());
        values[4 + 3 * hop] = InternalRows.array(left.weights());
      }
      return InternalRows.row(values);
    }
  }

  /** From the candidates of all parts to what is drawn. */
  private static final class Wholes extends NodeGroups {
    Wholes(Iterator<InternalRow> rows, DrawSettings how) {
      super(rows, how);
    }

    @Override
    void add(InternalRow row, Reservoir[] into) {
      for (int hop = 0; hop < into.length; hop++) {
        into[hop].join(
            new Candidates(
                row.getLong(1),
                row.getArray(2 + 3 * hop).toLongArray(),
                row.getArray(3 + 3 * hop).toIntArray(),
                row.getArray(4 + 3 * hop).toFloatArray()));
      }
    }

    @Override
    InternalRow result(long node, Reservoir[] from) {
      Object[] values = new Object[1 + 2 * from.length];
      values[0] = node;
      for (int hop = 0; hop < from.length; hop++) {
        InEdges drawn = from[hop].drawn();
        values[1 + 2 * hop] = InternalRows.array(drawn.sources());
        values[2 + 2 * hop] = InternalRows.array(drawn.weights());
      }
      return InternalRows.row(values);
    }
  }
}
