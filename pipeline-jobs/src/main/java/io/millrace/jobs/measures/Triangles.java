package io.millrace.jobs.measures;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.pmod;
import static org.apache.spark.sql.functions.sequence;
import static org.apache.spark.sql.functions.sum;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * Triangles that a node is a corner of, whichever way edges lead; several edges between two nodes
 * count as one, loops not at all. Nodes have colours, and a task gets the edges between three of
 * them, so a hub's are dealt out (Suri & Vassilvitskii 2011, "Counting Triangles and the Curse of
 * the Last Reducer", with colours that may repeat).
 */
final class Triangles {
  /** Of one task: about 40 bytes each. */
  private static final long EDGES = 4_000_000;

  private static final StructType SCHEMA =
      new StructType().add("id", DataTypes.LongType, false).add("found", DataTypes.LongType, false);

  private Triangles() {}

  /** The counts: {@code id long, triangles long}, without nodes that have none. */
  static Dataset<Row> of(Dataset<Row> edges, Between between) {
    return of(edges, between, EDGES);
  }

  static Dataset<Row> of(Dataset<Row> edges, Between between, long edgesOfTask) {
    Dataset<Row> pairs =
        between.keep(
            "triangle-edges",
            edges
                .where(col("source").notEqual(col("target")))
                .select(
                    least(col("source"), col("target")).as("a"),
                    greatest(col("source"), col("target")).as("b"))
                .distinct());
    // Three of so many colours have 9 / colours² of the edges.
    int colours = (int) Math.ceil(3 * Math.sqrt(pairs.count() / (double) edgesOfTask));
    return counted(pairs, Math.max(1, colours));
  }

  private static Dataset<Row> counted(Dataset<Row> pairs, int colours) {
    int tasks = Math.multiplyExact(Math.multiplyExact(colours, colours + 1), colours + 2) / 6;
    return pairs
        .withColumn("c", explode(sequence(lit(0), lit(colours - 1))))
        .select(task(colours).as("task"), col("a"), col("b"))
        .repartition(tasks, col("task"))
        .sortWithinPartitions("task")
        .mapPartitions(
            (MapPartitionsFunction<Row, Row>) rows -> new Blocks(rows, colours),
            Encoders.row(SCHEMA))
        .groupBy("id")
        .agg(sum("found").as("triangles"));
  }

  /** The colours of an edge and one more, in order, as one number. */
  private static Column task(int colours) {
    Column a = pmod(col("a"), lit((long) colours)).cast("int");
    Column b = pmod(col("b"), lit((long) colours)).cast("int");
    Column low = least(a, b, col("c"));
    Column high = greatest(a, b, col("c"));
    Column middle = a.plus(b).plus(col("c")).minus(low).minus(high);
    return low.multiply(colours).plus(middle).multiply(colours).plus(high);
  }

  /** Counts block by block: the rows of a task stand together. */
  private static final class Blocks implements Iterator<Row> {
    private final Iterator<Row> rows;
    private final int colours;
    private @Nullable Row next;
    private Iterator<Row> counts = new ArrayList<Row>().iterator();

    Blocks(Iterator<Row> rows, int colours) {
      this.rows = rows;
      this.colours = colours;
      advance();
    }

    private void advance() {
      next = rows.hasNext() ? rows.next() : null;
    }

    @Override
    public boolean hasNext() {
      while (!counts.hasNext() && next != null) {
        counts = block(next.getInt(0));
      }
      return counts.hasNext();
    }

    private Iterator<Row> block(int task) {
      TriangleBlock block = new TriangleBlock();
      while (next != null && next.getInt(0) == task) {
        block.add(next.getLong(1), next.getLong(2));
        advance();
      }
      List<Row> found = new ArrayList<>();
      block.count(
          (x, y, z) -> code(x, y, z) == task, (id, n) -> found.add(RowFactory.create(id, n)));
      return found.iterator();
    }

    /** Of a triangle, all tasks with its edges but one have colours that it does not have. */
    private int code(long x, long y, long z) {
      int a = (int) (x % colours);
      int b = (int) (y % colours);
      int c = (int) (z % colours);
      int low = Math.min(a, Math.min(b, c));
      int high = Math.max(a, Math.max(b, c));
      return (low * colours + a + b + c - low - high) * colours + high;
    }

    @Override
    public Row next() {
      if (!hasNext()) {
        throw new NoSuchElementException("There are no more nodes.");
      }
      return counts.next();
    }
  }
}
