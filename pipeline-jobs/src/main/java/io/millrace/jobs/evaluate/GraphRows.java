package io.millrace.jobs.evaluate;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.not;

import io.millrace.jobs.data.Names;
import io.millrace.jobs.inference.WholeGraphScores;
import io.millrace.spec.PipelineDefinition;
import io.millrace.spec.graph.GraphSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** What is known of graphs, from the rows of their nodes. */
final class GraphRows {
  private static final String NAME = "__graph_name";
  private static final String LEAST = "__least_";
  private static final String MOST = "__most_";
  private static final String THERE = "__there_";
  private static final String NODES = "__nodes";

  private GraphRows() {}

  /**
   * A row for each graph: its number as {@code __row}, and the other kept columns.
   *
   * @param rows nodes of graphs
   * @param kept {@code __row} and columns that are the same for all nodes of a graph
   * @param graphs {@code __row, __graph}: the number of each node's graph
   * @throws IllegalArgumentException if the nodes of a graph differ in a column
   */
  static Dataset<Row> of(
      Dataset<Row> rows, List<Column> kept, Dataset<Row> graphs, PipelineDefinition definition) {
    GraphSpec spec = Objects.requireNonNull(definition.graph(), "The definition has no graph.");
    List<Column> columns = new ArrayList<>(kept);
    columns.add(Names.column(Objects.requireNonNull(spec.graph())).cast("string").as(NAME));
    Dataset<Row> nodes = rows.select(columns.toArray(Column[]::new)).join(graphs, Names.ROW);
    List<String> known =
        Arrays.stream(nodes.columns())
            .filter(name -> !List.of(Names.ROW, NAME, WholeGraphScores.GRAPH).contains(name))
            .toList();
    Dataset<Row> found = folded(nodes, known);
    requireOne(found, known);
    List<Column> result = new ArrayList<>(List.of(col(WholeGraphScores.GRAPH).as(Names.ROW)));
    known.forEach(name -> result.add(Names.column(LEAST + name).as(name)));
    return found.select(result.toArray(Column[]::new));
  }

  private static Dataset<Row> folded(Dataset<Row> nodes, List<String> known) {
    List<Column> folds = new ArrayList<>();
    for (String name : known) {
      folds.add(min(Names.column(name)).as(LEAST + name));
      folds.add(max(Names.column(name)).as(MOST + name));
      folds.add(count(Names.column(name)).as(THERE + name));
    }
    folds.add(min(NAME).as(NAME));
    return nodes
        .groupBy(WholeGraphScores.GRAPH)
        .agg(count(lit(1)).as(NODES), folds.toArray(Column[]::new));
  }

  private static void requireOne(Dataset<Row> found, List<String> known) {
    Column anyMixed = known.stream().map(GraphRows::mixed).reduce(lit(false), Column::or);
    List<Row> graphs = found.where(anyMixed).orderBy(NAME).takeAsList(1);
    if (!graphs.isEmpty()) {
      Row graph = graphs.get(0);
      String name =
          known.stream().filter(column -> isMixed(graph, column)).findFirst().orElseThrow();
      throw new IllegalArgumentException(
          "Cannot measure graphs by '%s': of the %d nodes of graph '%s', %d have values from '%s' to '%s' (expected one value for all nodes of a graph). Look at 'blocks' and 'slices' in 'evaluation'."
              .formatted(
                  name.replaceFirst("^" + Slices.name(""), ""),
                  graph.<Long>getAs(NODES),
                  graph.getAs(NAME),
                  graph.<Long>getAs(THERE + name),
                  graph.getAs(LEAST + name),
                  graph.getAs(MOST + name)));
    }
  }

  private static Column mixed(String name) {
    Column differ = not(Names.column(LEAST + name).eqNullSafe(Names.column(MOST + name)));
    Column there = Names.column(THERE + name);
    return differ.or(there.gt(0).and(there.lt(col(NODES))));
  }

  private static boolean isMixed(Row graph, String name) {
    long there = graph.getAs(THERE + name);
    return !Objects.equals(graph.getAs(LEAST + name), graph.getAs(MOST + name))
        || (there > 0 && there < graph.<Long>getAs(NODES));
  }
}
