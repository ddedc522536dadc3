package io.millrace.launcher.runs;

import io.millrace.handoff.RunLock;
import io.millrace.launcher.plan.PublishedModel;
import io.millrace.spec.evaluation.MetricValue;
import io.millrace.spec.run.RunSummary;
import io.millrace.spec.run.RunSummary.ModelSummary;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A run for programs; read by others, names stay.
 *
 * @param begun ISO-8601 in UTC
 * @param status see {@link StoredRun#status}
 * @param owner who is at work on it, null where nobody is
 * @param stepsDone how many of its steps are done
 * @param best the model that won, null where none has been published
 * @param folder fully qualified
 */
record RunView(
    String runId,
    String pipeline,
    String begun,
    String status,
    @Nullable OwnerView owner,
    int stepsDone,
    int steps,
    @Nullable BestModel best,
    long bytes,
    String folder) {
  private static final List<String> FIGURES = List.of("rocAuc", "rmse", "accuracy");

  /**
   * Who is at work.
   *
   * @param since ISO-8601 in UTC
   */
  record OwnerView(String user, String host, long pid, String since) {
    static @Nullable OwnerView of(RunLock.@Nullable Owner owner) {
      return owner == null
          ? null
          : new OwnerView(owner.user(), owner.host(), owner.pid(), owner.since());
    }
  }

  /**
   * The best model.
   *
   * @param metric that tells how good it is on the test split, null where the run ended before its
   *     summary
   */
  record BestModel(String name, int version, @Nullable String metric, @Nullable Double value) {}

  static RunView of(StoredRun run) throws IOException {
    return new RunView(
        run.runId(),
        run.pipeline(),
        run.begun(),
        run.status(),
        OwnerView.of(run.owner()),
        run.done().size(),
        run.plan() == null ? 0 : run.plan().steps().size(),
        best(run).orElse(null),
        run.bytes(),
        run.directory().root().toString());
  }

  /** Publishing names the best model first. */
  private static Optional<BestModel> best(StoredRun run) {
    return run.published().stream().findFirst().map(model -> best(model, run.summary()));
  }

  private static BestModel best(PublishedModel model, @Nullable RunSummary summary) {
    Map<String, MetricValue> metrics =
        summary == null
            ? Map.of()
            : summary.models().stream()
                .filter(found -> found.name().equals(model.name()))
                .findFirst()
                .map(ModelSummary::metrics)
                .orElse(Map.of());
    Optional<String> metric = FIGURES.stream().filter(metrics::containsKey).findFirst();
    return new BestModel(
        model.name(),
        model.version(),
        metric.orElse(null),
        metric.map(name -> metrics.get(name).value()).orElse(null));
  }
}
