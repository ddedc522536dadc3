package io.millrace.bigdl;

import io.millrace.bigdl.train.Trainings;
import io.millrace.handoff.step.Events;
import io.millrace.handoff.step.JobArguments;
import io.millrace.handoff.step.StepFailedException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Trains models of a run with BigDL, one after the other in one application.
 *
 * <pre>
 * spark-submit --class io.millrace.bigdl.TrainSteps bigdl.jar --run FOLDER --steps train-A,train-B
 * </pre>
 *
 * FOLDER is a run directory whose step {@code features} is done. Each step writes {@code
 * training-plan.json}, {@code network.json}, {@code weights.safetensors}, {@code history.jsonl} and
 * {@code predictions/}. Exit code 0: done, 1: failed, 2: wrong arguments.
 */
public final class TrainSteps {
  private static final Logger LOG = LoggerFactory.getLogger(TrainSteps.class);
  private static final String[] ARGUMENTS = {"run", "steps"};

  private TrainSteps() {}

  public static void main(String[] arguments) {
    JobArguments parsed;
    try {
      parsed = JobArguments.parse(arguments, ARGUMENTS);
      List.of(ARGUMENTS).forEach(parsed::required);
    } catch (IllegalArgumentException e) {
      new Events(System.out).error("", e.getMessage());
      System.exit(2);
      return;
    }
    int code = run(parsed.required("run"), List.of(parsed.required("steps").split(",", -1)));
    System.out.flush();
    // BigDL's threads would keep the process alive.
    System.exit(code);
  }

  private static int run(String folder, List<String> steps) {
    Events events = new Events(System.out);
    try (Trainings trainings = Trainings.open(folder, events)) {
      for (String step : steps) {
        trainings.run(step);
      }
      return 0;
    } catch (StepFailedException e) {
      LOG.error("The step failed", e);
      return 1;
    } catch (Exception | LinkageError e) {
      LOG.error("The job failed", e);
      events.failed(steps.get(0), e);
      return 1;
    }
  }
}
