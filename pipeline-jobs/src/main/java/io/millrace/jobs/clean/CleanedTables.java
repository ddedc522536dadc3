package io.millrace.jobs.clean;

import io.millrace.jobs.StepContext;
import io.millrace.jobs.data.Names;
import io.millrace.jobs.data.SavedDataset;
import io.millrace.spec.PipelineDefinition;
import io.millrace.spec.clean.CleanSpec;
import io.millrace.spec.table.TableSpec;
import java.io.IOException;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The tables of a definition for steps behind cleaning. */
public final class CleanedTables {
  /** The step that cleans the main table. */
  static final String STEP = "clean";

  private static final String SOURCE_STEP = STEP + "-";

  private CleanedTables() {}

  /** The rules of the table that a step cleans. */
  static CleanSpec rules(PipelineDefinition definition, String step) {
    if (step.equals(STEP)) {
      return definition.clean();
    }
    return definition.sources().stream()
        .filter(source -> step(definition, source.table()).equals(step))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "Cannot run step '%s': no source has this name (expected 'clean', or 'clean-' and one of %s)."
                        .formatted(
                            step, definition.sources().stream().map(CleanSpec::table).toList())));
  }

  private static String step(PipelineDefinition definition, String table) {
    return definition.clean().table().equals(table) ? STEP : SOURCE_STEP + table;
  }

  /** Whether a step cleans the table. */
  static boolean has(PipelineDefinition definition, String table) {
    return definition.clean().table().equals(table) || isSource(definition, table);
  }

  static boolean isSource(PipelineDefinition definition, String table) {
    return definition.sources().stream().anyMatch(source -> source.table().equals(table));
  }

  /**
   * What a step has cleaned, with {@link Names#ROW}.
   *
   * @throws IOException if the step is not done
   */
  public static SavedDataset open(StepContext context, String table) throws IOException {
    Path output = context.output(step(context.definition(), table));
    return SavedDataset.open(context.storage(), new Path(output, Names.DATA));
  }

  /** The tables as cleaning reads them. */
  static InputTables inputs(StepContext context) {
    return new InputTables(
        context.spark(),
        context.definition(),
        source -> open(context, source).rows(context.spark(), SavedDataset.ALL));
  }

  /**
   * Cleaned rows with {@link Names#ROW}; of a table that no step cleans the rows as they stand,
   * unreadable values null and without a row number.
   */
  public static Dataset<Row> rows(StepContext context, String name) throws IOException {
    if (has(context.definition(), name)) {
      return open(context, name).rows(context.spark(), SavedDataset.ALL);
    }
    TableSpec table = context.definition().table(name);
    return inputs(context).values(table);
  }
}
