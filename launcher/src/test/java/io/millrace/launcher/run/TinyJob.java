package io.millrace.launcher.run;

import io.millrace.handoff.Json;
import io.millrace.handoff.RunDirectory;
import io.millrace.handoff.Storage;
import io.millrace.launcher.plan.PublishedModel;
import io.millrace.spec.data.Ledger;
import io.millrace.spec.evaluation.GateResult;
import io.millrace.spec.evaluation.MetricValue;
import io.millrace.spec.evaluation.ModelEvaluation;
import io.millrace.spec.model.ModelSpec;
import io.millrace.spec.run.StepDone;
import io.millrace.spec.target.Task;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * A job in a process of its own that keeps the same contract as the real ones, with outputs that
 * are made up. The first argument says how it behaves.
 */
final class TinyJob {
  private TinyJob() {}

  public static void main(String[] arguments) throws Exception {
    String behaviour = arguments[0];
    RunDirectory run = new RunDirectory(new Storage(new Configuration()), new Path(arguments[2]));
    System.out.println("plain output of Spark " + arguments[5]);
    System.err.println("the log of the engine");
    for (String step : arguments[4].split(",", -1)) {
      say("{\"event\":\"start\",\"step\":\"%s\",\"text\":\"\"}".formatted(step));
      if (step.equals(behaviour.endsWith("-wide") ? "train-wide" : "features")) {
        behave(behaviour);
      }
      say(
          "{\"event\":\"progress\",\"step\":\"%s\",\"fraction\":0.5,\"text\":\"half\"}"
              .formatted(step));
      if (!(behaviour.equals("forget") && step.equals("publish"))) {
        finish(run, step, behaviour.equals("gate"));
      }
      say("{\"event\":\"done\",\"step\":\"%s\",\"seconds\":0.5,\"text\":\"\"}".formatted(step));
    }
    System.exit(behaviour.equals("gate") ? 3 : 0);
  }

  private static void behave(String behaviour) throws Exception {
    switch (behaviour.replace("-wide", "")) {
      case "error" -> {
        String step = behaviour.endsWith("-wide") ? "train-wide" : "features";
        say("{\"event\":\"error\",\"step\":\"" + step + "\",\"message\":\"Cannot fit: no rows.\"}");
        System.exit(1);
      }
      case "die" -> {
        System.err.println("last words");
        System.exit(7);
      }
      case "hang" -> Thread.sleep(600_000);
      case "stubborn" -> {
        stubbornChild();
        Thread.sleep(600_000);
      }
      default -> {}
    }
  }

  /** A process that stays when it is asked to end; tells its number once it does not listen. */
  private static void stubbornChild() throws IOException {
    Process child =
        new ProcessBuilder("sh", "-c", "trap '' INT TERM; echo deaf; exec sleep 600").start();
    child.getInputStream().read();
    say(
        "{\"event\":\"progress\",\"step\":\"features\",\"fraction\":0.3,\"text\":\"child %d\"}"
            .formatted(child.pid()));
  }

  private static void say(String json) {
    System.out.println("@millrace " + json);
  }

  private static void finish(RunDirectory run, String step, boolean gateFails) throws IOException {
    Path work = run.freshWork(step);
    if (step.equals("evaluate")) {
      for (ModelSpec model : run.definition().models()) {
        run.storage()
            .writeJson(
                new Path(work, model.name() + "/evaluation.json"), evaluation(model, gateFails));
      }
    }
    if (step.equals("publish")) {
      run.storage().write(new Path(work, "published.json"), Json.bytes(published(run, gateFails)));
    }
    Path out = run.finishWork(step);
    Ledger ledger =
        step.equals("clean") ? new Ledger(10, 9, Map.of("late:range", 1L), Map.of()) : null;
    run.writeDone(
        new StepDone(
            1,
            step,
            run.plan().step(step).fingerprint(),
            out.toString(),
            0.5,
            ledger,
            new StepDone.Measured(1, 1),
            null));
  }

  private static ModelEvaluation evaluation(ModelSpec model, boolean gateFails) {
    GateResult gate =
        new GateResult(
            !gateFails,
            List.of(new GateResult.RuleResult("rocAuc >= 0.65", 0.66, 0.65, !gateFails, null)));
    return new ModelEvaluation(
        1,
        model.name(),
        model.engine(),
        model.network(),
        Task.BINARY,
        100,
        0.5,
        Map.of(
            "rocAuc", new MetricValue(0.66, 0.65, 0.67), "logLoss", new MetricValue(0.5, 0.4, 0.6)),
        0.2,
        List.of(List.of(1L, 2L), List.of(3L, 4L)),
        List.of(),
        List.of(),
        0,
        10,
        null,
        List.of(),
        List.of(),
        List.of(),
        null,
        gate);
  }

  private static List<PublishedModel> published(RunDirectory run, boolean gateFails)
      throws IOException {
    List<PublishedModel> published = new ArrayList<>();
    for (ModelSpec model : run.definition().models()) {
      published.add(
          new PublishedModel(
              model.name(),
              published.isEmpty() ? "ops/late" : "ops/late-" + model.network(),
              1,
              gateFails ? "rejected" : "published"));
    }
    return published;
  }
}
