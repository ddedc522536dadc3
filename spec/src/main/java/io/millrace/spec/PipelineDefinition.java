package io.millrace.spec;

import io.millrace.spec.clean.CleanSpec;
import io.millrace.spec.evaluation.EvaluationSpec;
import io.millrace.spec.feature.FeatureSpec;
import io.millrace.spec.graph.GraphSpec;
import io.millrace.spec.model.ModelSpec;
import io.millrace.spec.table.Column;
import io.millrace.spec.table.TableSpec;
import io.millrace.spec.target.LabelSpec;
import io.millrace.spec.target.SplitSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A whole pipeline: from raw tables to published models. Checked across its parts by whoever reads
 * it; see {@code handoff}.
 *
 * @param version of the format
 * @param tables inputs; the one that cleaning names is the main one
 * @param clean how the main table is cleaned
 * @param sources how other tables are cleaned, in the order in which that happens: tables that the
 *     SQL of others reads, and edges of a graph
 * @param graph the graph whose nodes are the rows of the main table; null where rows stand alone
 */
public record PipelineDefinition(
    int version,
    String name,
    List<TableSpec> tables,
    CleanSpec clean,
    List<CleanSpec> sources,
    LabelSpec label,
    SplitSpec split,
    List<FeatureSpec> features,
    @Nullable GraphSpec graph,
    List<ModelSpec> models,
    EvaluationSpec evaluation,
    PublishSpec publish,
    ResourceSpec resources) {
  public static final int VERSION = 1;

  public PipelineDefinition {
    tables = List.copyOf(tables);
    // Definitions of older runs do not have them.
    sources = sources == null ? List.of() : List.copyOf(sources);
    features = List.copyOf(features);
    models = List.copyOf(models);
  }

  /**
   * The table of this name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public TableSpec table(String tableName) {
    return tables.stream()
        .filter(t -> t.name().equals(tableName))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "Cannot find table '%s' in pipeline '%s'.".formatted(tableName, name)));
  }

  /** The table that is cleaned and trained on. */
  public TableSpec mainTable() {
    return table(clean.table());
  }

  /** Whether its models score the graphs of {@link GraphSpec#graph} instead of rows. */
  public boolean scoresGraphs() {
    return graph != null
        && graph.graph() != null
        && models.stream().anyMatch(ModelSpec::overGraphs);
  }

  /** What its models give a score to, in a word: {@code row}, {@code graph} or {@code pair}. */
  public String scored() {
    return scoresGraphs() ? "graph" : label.links() != null ? "pair" : "row";
  }

  /**
   * What identifies the rows that are drawn together: the group of the split, the graph or the key
   * of a node, or all columns of the main table.
   */
  public List<String> drawnBy() {
    if (split.group() != null) {
      return List.of(split.group());
    }
    if (graph != null) {
      return List.of(graph.graph() == null ? graph.key() : graph.graph());
    }
    return mainTable().allColumns().stream().map(Column::name).toList();
  }

  /**
   * The model of this name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public ModelSpec model(String modelName) {
    return models.stream()
        .filter(m -> m.name().equals(modelName))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "Cannot find model '%s' in pipeline '%s'.".formatted(modelName, name)));
  }
}
