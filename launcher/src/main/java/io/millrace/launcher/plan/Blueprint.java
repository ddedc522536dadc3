package io.millrace.launcher.plan;

import io.millrace.handoff.Digests;
import io.millrace.handoff.Json;
import io.millrace.spec.PipelineDefinition;
import io.millrace.spec.run.RunPlan;
import io.millrace.spec.run.StepPlan;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A planned definition before anybody has looked at earlier runs and at the catalog's champion. */
public final class Blueprint {
  private final PipelineDefinition definition;
  private final Origin origin;
  private final StepPlans plans;
  private final String runDigest;

  /**
   * What a plan depends on besides the definition.
   *
   * @param codeVersion version and digest of the code
   * @param catalog root of the catalog, fully qualified
   * @param actor who runs it
   */
  public record Origin(String codeVersion, String catalog, String actor) {}

  /**
   * The sizes and contents of the tables.
   *
   * @param digests content digest of each table of files that is read
   * @param rows of each table of files
   * @param bytes of each table's files
   */
  public record Tables(
      Map<String, String> digests, Map<String, Long> rows, Map<String, Long> bytes) {}

  /**
   * @param workers for the estimates
   */
  public Blueprint(PipelineDefinition definition, Origin origin, Tables tables, Workers workers) {
    this.definition = definition;
    this.origin = origin;
    this.plans =
        new StepPlans(
            definition,
            origin.codeVersion(),
            origin.catalog(),
            tables.digests(),
            new Estimates(
                definition, new TableSizes(definition, tables.rows(), tables.bytes()), workers));
    this.runDigest = plans.runDigest().substring(0, 8);
  }

  /** Names of the tables of files whose content the plan depends on. */
  public static List<String> tablesRead(PipelineDefinition definition) {
    return new TableReads(definition).files();
  }

  public PipelineDefinition definition() {
    return definition;
  }

  public Origin origin() {
    return origin;
  }

  /** What run ids of this blueprint end with: 8 hexadecimal digits. */
  String runDigest() {
    return runDigest;
  }

  StepPlans plans() {
    return plans;
  }

  /**
   * @param dictionary see {@link RunPlan#dictionary}
   */
  RunPlan plan(String runId, List<StepPlan> steps, @Nullable String dictionary) {
    return new RunPlan(
        RunPlan.VERSION,
        definition.name(),
        runId,
        origin.codeVersion(),
        origin.catalog(),
        origin.actor(),
        Digests.of(Json.bytes(definition)),
        steps,
        dictionary);
  }
}
