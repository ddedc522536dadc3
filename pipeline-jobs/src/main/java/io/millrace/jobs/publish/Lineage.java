package io.millrace.jobs.publish;

import io.millrace.handoff.Digests;
import io.millrace.jobs.StepContext;
import io.millrace.spec.evaluation.ModelEvaluation;
import io.millrace.spec.run.StepPlan;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * What a version was made from: {@code lineage.json}.
 *
 * @param steps fingerprint of each step: settings, code and inputs
 * @param data SHA-256 of the manifests of the data sets, and of the graph if there is one
 * @param champion the version that it was compared with, null where there was none
 * @param parent the newest version of the same model when this one was published, null for the
 *     first
 */
record Lineage(
    int version,
    String pipeline,
    String runId,
    String codeVersion,
    String definition,
    Map<String, String> steps,
    Map<String, String> data,
    @Nullable String champion,
    @Nullable String parent) {
  static Lineage of(StepContext context, ModelEvaluation evaluation, @Nullable String parent)
      throws IOException {
    Map<String, String> steps = new LinkedHashMap<>();
    for (StepPlan step : context.plan().steps()) {
      steps.put(step.name(), step.fingerprint());
    }
    Map<String, String> data = new LinkedHashMap<>();
    for (String step : new String[] {"clean", "features"}) {
      Path manifest = new Path(context.output(step), "data/manifest.json");
      data.put(step, Digests.of(context.storage().read(manifest)));
    }
    if (context.definition().graph() != null) {
      Path graph = new Path(context.output("graph"), "graph.json");
      data.put("graph", Digests.of(context.storage().read(graph)));
    }
    return new Lineage(
        1,
        context.plan().pipeline(),
        context.plan().runId(),
        context.plan().codeVersion(),
        context.plan().definitionDigest(),
        steps,
        data,
        evaluation.champion() == null
            ? null
            : evaluation.champion().model() + "/" + evaluation.champion().version(),
        parent);
  }
}
