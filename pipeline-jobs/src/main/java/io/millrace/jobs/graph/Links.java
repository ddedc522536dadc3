package io.millrace.jobs.graph;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;

import io.millrace.jobs.StepContext;
import io.millrace.jobs.data.Names;
import io.millrace.jobs.features.Targets;
import io.millrace.spec.target.LinkSpec;
import io.millrace.spec.target.SplitSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * {@code links/}: pairs of nodes with and without an edge between them, which are the rows of a
 * definition that predicts links. A link has no direction: a → b, b → a and their repetitions in
 * any table of edges are one link, which has one split.
 *
 * @param heldOut {@code source, target}: links of valid and test, whose edges pass no messages
 * @param counts by split the pairs without an edge, {@code 0}, and with one, {@code 1}
 */
record Links(Dataset<Row> heldOut, Map<String, Map<String, Long>> counts) {
  /** Folder of pairs: number, both ends as ids with the smaller first, label, split. */
  static final String FOLDER = "links";

  private static final String NONE = "0";
  private static final String LINKED = "1";

  /** With more ids the number of a pair, {@code source * ids + target}, would be no long. */
  private static final long MOST_IDS = 3_000_000_000L;

  /**
   * Splits the links of the definition's table and draws pairs without an edge.
   *
   * @throws IllegalArgumentException if a split has no link, or if there are too few such pairs
   */
  static Links write(
      StepContext context, Scratch scratch, NodeIds ids, Lookups lookups, List<EdgeRows> tables) {
    LinkSpec spec = Objects.requireNonNull(context.definition().label().links());
    SplitSpec.AtRandom split = (SplitSpec.AtRandom) context.definition().split();
    if (ids.ids() > MOST_IDS) {
      throw new IllegalArgumentException(
          "Cannot number pairs of %d nodes (expected at most %d).".formatted(ids.ids(), MOST_IDS));
    }
    Dataset<Row> links =
        scratch.keep(
            "links",
            pairs(tables.stream().filter(t -> t.table().table().equals(spec.table())).toList())
                .withColumn(Names.SPLIT, Targets.part(split, col("source"), col("target"))));
    Dataset<Row> connected =
        tables.size() == 1
            ? links.select("source", "target")
            : scratch.keep("connected", pairs(tables));
    Map<String, Map<String, Long>> counts = counts(context, links, spec);
    Dataset<Row> negatives =
        NegativePairs.of(ids, lookups, connected, spec).draw(scratch, numbers(counts, NONE));
    numbered(links, ids, 1f)
        .unionByName(numbered(negatives, ids, 0f))
        .write()
        .parquet(new Path(context.work(), FOLDER).toString());
    return new Links(
        links.where(col(Names.SPLIT).notEqual("train")).select("source", "target"), counts);
  }

  /** Each pair of different nodes with an edge between them once. */
  private static Dataset<Row> pairs(List<EdgeRows> tables) {
    return tables.stream()
        .map(table -> pairs(table.rows().where(col(EdgeChecks.REASON).isNull())))
        .reduce(Dataset::union)
        .orElseThrow()
        .distinct();
  }

  /** Both ends of each edge, the smaller id first, without loops. */
  static Dataset<Row> pairs(Dataset<Row> edges) {
    Column source = col(EdgeRows.SOURCE);
    Column target = col(EdgeRows.TARGET);
    return edges
        .where(source.notEqual(target))
        .select(least(source, target).as("source"), greatest(source, target).as("target"));
  }

  private static Dataset<Row> numbered(Dataset<Row> pairs, NodeIds ids, float label) {
    return pairs.select(
        NegativePairs.number(ids).as(Names.ROW),
        col("source"),
        col("target"),
        lit(label).as(Names.LABEL),
        col(Names.SPLIT));
  }

  private static Map<String, Map<String, Long>> counts(
      StepContext context, Dataset<Row> links, LinkSpec spec) {
    Map<String, Long> found = new LinkedHashMap<>();
    links
        .groupBy(Names.SPLIT)
        .count()
        .collectAsList()
        .forEach(row -> found.put(row.getString(0), row.getLong(1)));
    Map<String, Map<String, Long>> counts = new LinkedHashMap<>();
    for (String split : SplitSpec.NAMES) {
      long count = found.getOrDefault(split, 0L);
      if (count == 0) {
        throw new IllegalArgumentException(
            "Cannot predict links of table '%s': of its links, %s by split, none is of %s (expected some of train, valid and test). Look at 'split' in the definition of '%s'."
                .formatted(spec.table(), found, split, context.definition().name()));
      }
      Map<String, Long> both = new LinkedHashMap<>();
      both.put(NONE, Math.multiplyExact(count, spec.negatives()));
      both.put(LINKED, count);
      counts.put(split, both);
    }
    return counts;
  }

  private static Map<String, Long> numbers(Map<String, Map<String, Long>> counts, String label) {
    Map<String, Long> numbers = new LinkedHashMap<>();
    counts.forEach((split, both) -> numbers.put(split, both.get(label)));
    return numbers;
  }

  /** What was written. */
  static Dataset<Row> read(StepContext context) {
    return context.spark().read().parquet(new Path(context.work(), FOLDER).toString());
  }

  /** The edges that pass messages. */
  Dataset<Row> messages(Dataset<Row> edges) {
    Dataset<Row> held = heldOut.toDF("__first", "__second");
    return edges.join(
        held,
        least(col(EdgeRows.SOURCE), col(EdgeRows.TARGET))
            .equalTo(col("__first"))
            .and(greatest(col(EdgeRows.SOURCE), col(EdgeRows.TARGET)).equalTo(col("__second"))),
        "left_anti");
  }
}
