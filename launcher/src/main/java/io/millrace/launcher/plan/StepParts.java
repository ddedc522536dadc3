package io.millrace.launcher.plan;

import io.millrace.handoff.Json;
import io.millrace.spec.PipelineDefinition;
import io.millrace.spec.clean.CleanSpec;
import io.millrace.spec.graph.GraphSpec;
import io.millrace.spec.model.ModelSpec;
import io.millrace.spec.table.TableSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The parts of a definition that each step reads, as text: a step is run again when its part, its
 * code or what it reads has changed, and only then.
 */
final class StepParts {
  /** Where a table lies does not matter: its content is digested instead. */
  private static final List<String> ANYWHERE = List.of("anywhere");

  private final PipelineDefinition definition;

  StepParts(PipelineDefinition definition) {
    this.definition = definition;
  }

  String clean(CleanSpec clean) {
    return text(List.of(clean));
  }

  /** How a table is read, or made. */
  String table(TableSpec table) {
    return text(List.of(anywhere(table)));
  }

  String features() {
    List<Object> read = new ArrayList<>(target(definition.label().links() == null));
    read.addAll(List.of(definition.features(), definition.mainTable().allColumns()));
    if (definition.split().drawn()) {
      read.add(definition.drawnBy());
    }
    if (definition.graph() != null) {
      read.add(definition.graph().unlabelled());
    }
    return text(read);
  }

  String graph(GraphSpec graph) {
    List<Object> read =
        new ArrayList<>(
            Arrays.asList(
                graph.key(), graph.graph(), graph.edges(), graph.unlabelled(), graph.measures()));
    read.addAll(target(definition.label().links() != null));
    return text(read);
  }

  /** Label and split are those of rows, or of links, which are there with the graph. */
  private List<Object> target(boolean here) {
    return here ? List.of(definition.label(), definition.split()) : List.of();
  }

  String neighbourhoods(GraphSpec graph) {
    return text(List.of(graph.neighbourhoods()));
  }

  String train(ModelSpec model) {
    return text(List.of(model, definition.label()));
  }

  String evaluate() {
    return text(
        List.of(
            definition.evaluation(),
            definition.label(),
            definition.split(),
            definition.models().stream().map(ModelSpec::name).toList()));
  }

  String publish(String catalog) {
    return text(List.of(definition.publish(), catalog));
  }

  /**
   * One element at a time: the type key of a sealed record is only written at the root or a field.
   */
  private static String text(List<?> parts) {
    StringBuilder text = new StringBuilder();
    parts.forEach(part -> text.append(part(part)).append('\n'));
    return text.toString();
  }

  private static String part(Object part) {
    if (part instanceof List<?> list) {
      StringBuilder text = new StringBuilder("[");
      list.forEach(element -> text.append(Json.line(element)).append(','));
      return text.append(']').toString();
    }
    return Json.line(part);
  }

  private static TableSpec anywhere(TableSpec table) {
    return new TableSpec(
        table.name(),
        table.derived() ? List.of() : ANYWHERE,
        table.format(),
        table.csv(),
        table.fileColumn(),
        table.columns(),
        table.sql());
  }
}
