package io.millrace.jobs;

import io.millrace.handoff.Digests;
import io.millrace.handoff.Json;
import io.millrace.handoff.RunDirectory;
import io.millrace.handoff.Storage;
import io.millrace.handoff.definition.DefinitionReader;
import io.millrace.handoff.step.Events;
import io.millrace.spec.PipelineDefinition;
import io.millrace.spec.data.Ledger;
import io.millrace.spec.model.ModelSpec;
import io.millrace.spec.run.RunPlan;
import io.millrace.spec.run.StepDone;
import io.millrace.spec.run.StepDone.Measured;
import io.millrace.spec.run.StepPlan;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A run directory for a definition, whose steps a test runs one by one in the shared session. */
public final class TestRun {
  private final ByteArrayOutputStream events = new ByteArrayOutputStream();
  private final RunDirectory run;
  private final PipelineDefinition definition;

  private TestRun(RunDirectory run, PipelineDefinition definition) {
    this.run = run;
    this.definition = definition;
  }

  /** A run of a definition given as text, in a folder of its own. */
  public static TestRun of(Path folder, String definition) throws IOException {
    Path file = Files.createDirectories(folder).resolve("definition.conf");
    Files.writeString(file, definition);
    return of(folder, file, Map.of());
  }

  /** A run of a definition file. */
  public static TestRun of(Path folder, Path file, Map<String, String> overrides)
      throws IOException {
    PipelineDefinition definition = DefinitionReader.read(file, overrides);
    Storage storage = new Storage(TestSpark.session().sparkContext().hadoopConfiguration());
    RunDirectory run =
        new RunDirectory(
            storage,
            storage.qualify(folder.resolve("runs/" + definition.name() + "/r1").toString()));
    storage.writeJson(run.definitionFile(), definition);
    storage.writeJson(run.planFile(), plan(definition, folder.resolve("catalog").toString()));
    return new TestRun(run, definition);
  }

  private static RunPlan plan(PipelineDefinition definition, String catalog) {
    List<StepPlan> steps = new ArrayList<>();
    definition.sources().forEach(source -> steps.add(step("clean-" + source.table(), "clean")));
    steps.add(step("clean", "clean"));
    steps.add(step("features", "features"));
    if (definition.graph() != null) {
      steps.add(step("graph", "graph"));
      steps.add(step("neighbourhoods", "neighbourhoods"));
    }
    for (ModelSpec model : definition.models()) {
      steps.add(step("train-" + model.name(), "train"));
    }
    steps.add(step("evaluate", "evaluate"));
    steps.add(step("publish", "publish"));
    return new RunPlan(
        RunPlan.VERSION,
        definition.name(),
        "r1",
        "test",
        catalog,
        "tester",
        Digests.of(Json.bytes(definition)),
        steps);
  }

  private static StepPlan step(String name, String kind) {
    return new StepPlan(name, kind, List.of(), List.of(), "test-" + name, new Measured(0, 0));
  }

  /** Lets the run know the ids that an earlier graph gave. */
  public TestRun withDictionary(String folder) throws IOException {
    RunPlan plan = run.plan();
    run.storage()
        .writeJson(
            run.planFile(),
            new RunPlan(
                plan.version(),
                plan.pipeline(),
                plan.runId(),
                plan.codeVersion(),
                plan.catalog(),
                plan.actor(),
                plan.definitionDigest(),
                plan.steps(),
                folder));
    return this;
  }

  public RunDirectory directory() {
    return run;
  }

  public PipelineDefinition definition() {
    return definition;
  }

  /** Runs a step. */
  public StepDone step(String name) throws Exception {
    return runner().run(name);
  }

  private StepRunner runner() {
    return new StepRunner(
        TestSpark.session(),
        run,
        new Events(new PrintStream(events, true, StandardCharsets.UTF_8)));
  }

  /** Runs a step by a job with other settings than usual. */
  public StepDone step(String name, Step job) throws Exception {
    return runner().run(name, job);
  }

  /** Runs a step that handles rows. */
  public Ledger ledger(String name) throws Exception {
    return step(name).ledger();
  }

  /** Runs all steps in order. */
  public TestRun all() throws Exception {
    for (StepPlan step : run.plan().steps()) {
      step(step.name());
    }
    return this;
  }

  /** What the steps told the launcher so far. */
  public String events() {
    return events.toString(StandardCharsets.UTF_8);
  }
}
