package io.millrace.handoff;

import io.millrace.spec.PipelineDefinition;
import io.millrace.spec.run.RunPlan;
import io.millrace.spec.run.StepDone;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * {@code runs/<pipeline>/<run id>/}: the resolved definition, the plan, and a folder for each step.
 *
 * <pre>
 * definition.json  plan.json  summary.json  logs/
 * tmp/                     files of processes, while they are at work
 * steps/&lt;step&gt;/done.json   written last
 * steps/&lt;step&gt;/out/        what the step made, moved here whole
 * steps/&lt;step&gt;/work/       what it is making
 * </pre>
 */
public final class RunDirectory {
  private static final Pattern RUN_ID = Pattern.compile("\\d{8}-\\d{6}-[0-9a-f]{8}");

  private final Storage storage;
  private final Path root;

  public RunDirectory(Storage storage, Path root) {
    this.storage = storage;
    this.root = root;
  }

  /** Whether a folder of this name may be a run: when it was begun, and the digest of its plan. */
  public static boolean isRunId(String name) {
    return RUN_ID.matcher(name).matches();
  }

  public Path root() {
    return root;
  }

  public Storage storage() {
    return storage;
  }

  /** The run id: the folder's name. */
  public String runId() {
    return root.getName();
  }

  public Path definitionFile() {
    return new Path(root, "definition.json");
  }

  public Path planFile() {
    return new Path(root, "plan.json");
  }

  public Path summaryFile() {
    return new Path(root, "summary.json");
  }

  /** Stands while the run is one for a scheduler, which nobody here can see at work. */
  public Path preparedMark() {
    return new Path(root, "prepared");
  }

  /** Where the output of the steps' processes goes. */
  public Path logs() {
    return new Path(root, "logs");
  }

  /** Where processes keep their temporary files, if the run lies on a local file system. */
  public Path temporary() {
    return new Path(root, "tmp");
  }

  public Path step(String step) {
    return new Path(root, "steps/" + step);
  }

  public Path doneFile(String step) {
    return new Path(step(step), "done.json");
  }

  /** The resolved definition. */
  public PipelineDefinition definition() throws IOException {
    return Json.read(
        storage.read(definitionFile()),
        PipelineDefinition.class,
        PipelineDefinition.VERSION,
        definitionFile().toString());
  }

  /** What the run will do. */
  public RunPlan plan() throws IOException {
    return Json.read(
        storage.read(planFile()), RunPlan.class, RunPlan.VERSION, planFile().toString());
  }

  /** How a step ended, empty where it has not. */
  public Optional<StepDone> done(String step) throws IOException {
    Optional<byte[]> bytes = storage.readIfPresent(doneFile(step));
    if (bytes.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        Json.read(bytes.get(), StepDone.class, StepDone.VERSION, doneFile(step).toString()));
  }

  /**
   * The folder that a step wrote, here or in the run whose work was reused.
   *
   * @throws IOException if the step has not finished
   */
  public Path output(String step) throws IOException {
    String output =
        done(step)
            .map(StepDone::output)
            .orElseThrow(
                () ->
                    new IOException(
                        "Cannot read the output of step '%s' in run '%s': it has not finished. Run the step first."
                            .formatted(step, root)));
    return new Path(output);
  }

  /** An empty folder in which a step makes its output. */
  public Path freshWork(String step) throws IOException {
    FileSystem fs = storage.fs(root);
    Path work = new Path(step(step), "work");
    fs.delete(doneFile(step), false);
    fs.delete(work, true);
    fs.delete(new Path(step(step), "out"), true);
    fs.mkdirs(work);
    return work;
  }

  /** Makes finished work the output of its step. */
  public Path finishWork(String step) throws IOException {
    Path work = new Path(step(step), "work");
    Path out = new Path(step(step), "out");
    if (!storage.fs(root).rename(work, out)) {
      throw new IOException(
          "Cannot finish step '%s': '%s' could not be renamed to '%s'.".formatted(step, work, out));
    }
    return storage.fs(root).makeQualified(out);
  }

  public void writeDone(StepDone done) throws IOException {
    storage.writeJson(doneFile(done.step()), done);
  }
}
