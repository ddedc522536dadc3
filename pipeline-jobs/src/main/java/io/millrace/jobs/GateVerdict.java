package io.millrace.jobs;

import io.millrace.handoff.Json;
import io.millrace.handoff.RunDirectory;
import io.millrace.jobs.publish.PublishJob;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.fs.Path;

/** Whether a run that published may end with 0. */
final class GateVerdict {
  private GateVerdict() {}

  /** False if the steps published and the best model was rejected by its gate. */
  static boolean passed(RunDirectory run, List<String> steps) throws IOException {
    if (!steps.contains("publish")) {
      return true;
    }
    Path file = new Path(run.output("publish"), PublishJob.PUBLISHED_FILE);
    PublishJob.Published[] published =
        Json.read(run.storage().read(file), PublishJob.Published[].class, file.toString());
    return published[0].accepted();
  }
}
