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
 * @param data SHA-256 of the manifests of the data sets
 * @param champion the version that it was compared with, null where there was none
 */
record Lineage(
    int version,
    String pipeline,
    String runId,
    String codeVersion,
    String definition,
    Map<String, String> steps,
    Map<String, String> data,
    @Nullable String champion) {
  static Lineage of(StepContext context, ModelEvaluation evaluation) throws IOException {
    Map<String, String> steps = new LinkedHashMap<>();
    for (StepPlan step : context.plan().steps()) {
      steps.put(step.name(), step.fingerprint());
    }
    Map<String, String> data = new LinkedHashMap<>();
    for (String step : new String[] {"clean", "features"}) {
      Path manifest = new Path(context.output(step), "data/manifest.json");
      data.put(step, Digests.of(context.storage().read(manifest)));
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
            : evaluation.champion().model() + "/" + evaluation.champion().version());
  }
}
