package io.millrace.spec.graph;

import io.millrace.spec.PipelineDefinition;
import io.millrace.spec.graph.GraphSpec.EdgeTable;
import io.millrace.spec.table.Column;
import io.millrace.spec.table.ColumnType;
import io.millrace.spec.table.TableSpec;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * {@code graph-input.json} of a model over a graph: how the tables that it was trained on become a
 * graph, so that another one is made of new tables in the same way.
 *
 * @param version of the format
 * @param key column that names a node
 * @param graph column that names the graph of a node; null where all nodes are of one graph
 * @param edges tables in the order of their types
 */
public record GraphInput(int version, Column key, @Nullable String graph, List<Edges> edges) {
  public static final int VERSION = 1;

  public GraphInput {
    edges = List.copyOf(edges);
  }

  /**
   * A table of edges.
   *
   * @param table its columns and policies
   * @param source type of the column with the sources' keys
   * @param target type of the column with the targets' keys
   */
  public record Edges(EdgeTable table, ColumnType source, ColumnType target) {}

  /** Of a definition with a graph. */
  public static GraphInput of(PipelineDefinition definition) {
    GraphSpec graph = Objects.requireNonNull(definition.graph());
    TableSpec nodes = definition.mainTable();
    return new GraphInput(
        VERSION,
        nodes.column(graph.key()).orElseThrow(),
        graph.graph(),
        graph.edges().stream().map(edges -> edges(definition, edges)).toList());
  }

  private static Edges edges(PipelineDefinition definition, EdgeTable edges) {
    TableSpec table = definition.table(edges.table());
    return new Edges(
        edges,
        table.column(edges.source()).orElseThrow().type(),
        table.column(edges.target()).orElseThrow().type());
  }

  /** Whether the key and an end of edges are whole numbers, which are joined as such. */
  public boolean integral(ColumnType end) {
    return end.isIntegral() && key.type().isIntegral();
  }
}
