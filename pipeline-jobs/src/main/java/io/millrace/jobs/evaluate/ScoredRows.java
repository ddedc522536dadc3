package io.millrace.jobs.evaluate;

import static io.millrace.jobs.data.Names.column;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.pmod;
import static org.apache.spark.sql.functions.to_date;
import static org.apache.spark.sql.functions.xxhash64;

import io.millrace.jobs.data.Names;
import io.millrace.jobs.features.Targets;
import io.millrace.jobs.features.TransformColumns;
import io.millrace.spec.PipelineDefinition;
import io.millrace.spec.feature.FeaturePlan;
import io.millrace.spec.feature.Transform;
import io.millrace.spec.table.ColumnType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * The validation and test rows with their scores: {@code __row, label, split, block, slice_...,
 * scores_...}. Raw columns are scored, as a consumer would. Where models score graphs, a row is a
 * graph and {@code __row} its number.
 */
final class ScoredRows {
  /** Blocks where the definition names none: rows then count as independent. */
  private static final int PLAIN_BLOCKS = 200;

  private static final String BLOCK = "block";

  private ScoredRows() {}

  /**
   * Scores them.
   *
   * @param graph null where no candidate looks at one
   */
  static Dataset<Row> of(
      Dataset<Row> cleaned,
      PipelineDefinition definition,
      FeaturePlan plan,
      List<Candidate> candidates,
      @Nullable GraphScores graph)
      throws IOException {
    Dataset<Row> rows =
        Targets.add(cleaned, definition)
            .where(col(Names.LABEL).isNotNull().and(col(Names.SPLIT).isin("valid", "test")))
            // A split by time lies at the end of the table: one task would score most of the rows.
            .repartition(col(Names.ROW));
    List<Column> kept = new ArrayList<>();
    kept.add(col(Names.ROW));
    kept.add(col(Names.LABEL).as("label"));
    kept.add(col(Names.SPLIT).as("split"));
    blocks(definition).ifPresent(block -> kept.add(block.as(BLOCK)));
    for (String slice : definition.evaluation().slices()) {
      if (definition.mainTable().column(slice).isPresent()) {
        kept.add(column(slice).cast("string").as(Slices.name(slice)));
      } else {
        Transform transform = transform(plan, slice);
        rows = TransformColumns.add(rows, List.of(transform));
        kept.add(value(transform).cast("string").as(Slices.name(slice)));
      }
    }
    Dataset<Row> scored =
        graph != null && definition.scoresGraphs()
            ? GraphRows.of(rows, kept, graph.graphs(), definition)
            : OnnxScores.score(rows, kept, candidates);
    return graph == null ? blocked(scored) : withGraph(blocked(scored), candidates, graph);
  }

  /** The pairs of nodes of valid and test, where links are predicted. */
  static Dataset<Row> ofLinks(List<Candidate> candidates, GraphScores graph) throws IOException {
    Dataset<Row> pairs =
        graph
            .links()
            .where(col(Names.SPLIT).isin("valid", "test"))
            .select(col(Names.ROW), col(Names.LABEL).as("label"), col(Names.SPLIT).as("split"));
    return withGraph(blocked(pairs), candidates, graph);
  }

  /** The same rows with the scores of candidates over a graph. */
  private static Dataset<Row> withGraph(
      Dataset<Row> scored, List<Candidate> candidates, GraphScores graph) throws IOException {
    Dataset<Row> all = scored;
    for (int i = 0; i < candidates.size(); i++) {
      if (candidates.get(i).overGraph()) {
        all = all.join(graph.of(candidates.get(i), i), Names.ROW);
      }
    }
    return all;
  }

  private static Optional<Column> blocks(PipelineDefinition definition) {
    String name = definition.evaluation().blockColumn();
    if (name == null) {
      return Optional.empty();
    }
    ColumnType type = definition.mainTable().column(name).orElseThrow().type();
    return Optional.of((type.isTemporal() ? to_date(column(name)) : column(name)).cast("string"));
  }

  private static Dataset<Row> blocked(Dataset<Row> scored) {
    Column plain = pmod(xxhash64(col(Names.ROW)), lit(PLAIN_BLOCKS)).cast("string");
    return Arrays.asList(scored.columns()).contains(BLOCK)
        ? scored
        : scored.withColumn(BLOCK, plain);
  }

  private static Transform transform(FeaturePlan plan, String name) {
    return plan.transforms().stream()
        .filter(t -> t.name().equals(name) && !(t instanceof Transform.Cross))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "Cannot slice by '%s': it is neither a column nor an index feature of one column."
                        .formatted(name)));
  }

  /** Parts of a time are shown as they are counted in the world's clocks, from 0. */
  private static Column value(Transform transform) {
    Column output = TransformColumns.output(transform.outputs().get(0));
    return transform instanceof Transform.Part ? output.minus(1) : output;
  }
}
