package io.millrace.launcher;

import io.millrace.handoff.CodeVersion;
import io.millrace.handoff.Digests;
import io.millrace.handoff.Storage;
import io.millrace.handoff.definition.DefinitionReader;
import io.millrace.handoff.definition.InputCheck;
import io.millrace.handoff.definition.InputFacts;
import io.millrace.handoff.definition.Problem;
import io.millrace.launcher.install.Installation;
import io.millrace.launcher.plan.Blueprint;
import io.millrace.launcher.plan.PlannedRun;
import io.millrace.launcher.plan.Planner;
import io.millrace.launcher.plan.Room;
import io.millrace.launcher.plan.Workers;
import io.millrace.launcher.run.SparkSettings;
import io.millrace.spec.PipelineDefinition;
import io.millrace.spec.table.TableSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** A definition that was read and checked against its input, ready to be planned. */
final class Pipeline {
  private final PipelineDefinition definition;
  private final List<InputFacts> facts;
  private final Storage storage;
  private final SparkSettings spark;
  private final SparkSettings bigdl;
  private final Blueprint blueprint;
  private final org.apache.hadoop.fs.Path runs;
  private final Planner planner;

  private Pipeline(
      PipelineDefinition definition,
      List<InputFacts> facts,
      Installation installation,
      PipelineOptions options)
      throws IOException {
    this.definition = definition;
    this.facts = facts;
    this.storage = new Storage(options.hadoop().hadoop());
    this.spark = options.spark(definition.resources());
    this.bigdl = options.bigdl(definition.resources());
    String catalog = storage.qualify(catalog(definition, options)).toString();
    this.blueprint =
        new Blueprint(
            definition,
            new Blueprint.Origin(code(installation), catalog, System.getProperty("user.name")),
            tables(),
            new Workers(spark.cores(), spark.heapBytesPerCore()));
    this.runs = storage.qualify(options.runs());
    this.planner =
        new Planner(storage, new SharedCatalog(catalog, storage.hadoop()), Clock.systemUTC());
  }

  /**
   * Reads a definition and checks all of it, and the tables that it names.
   *
   * @param base what the definition's relative paths are relative to
   * @throws io.millrace.handoff.definition.DefinitionException if the definition is wrong
   * @throws WrongUseException if the tables are not as it says
   */
  static Pipeline read(Path file, Path base, Installation installation, PipelineOptions options)
      throws IOException {
    PipelineDefinition given = DefinitionReader.read(file, options.overrides());
    Storage storage = new Storage(options.hadoop().hadoop());
    PipelineDefinition definition = QualifiedPaths.in(given, storage, base);
    List<Problem> problems = InputCheck.check(definition, storage.hadoop());
    if (!problems.isEmpty()) {
      throw new WrongUseException(
          "Cannot use the input of '%s': %d problem%s.%n%s"
              .formatted(
                  file,
                  problems.size(),
                  problems.size() == 1 ? "" : "s",
                  problems.stream()
                      .map(Problem::toString)
                      .collect(Collectors.joining(System.lineSeparator()))));
    }
    return new Pipeline(
        definition, InputCheck.facts(definition, storage.hadoop()), installation, options);
  }

  PipelineDefinition definition() {
    return definition;
  }

  List<InputFacts> facts() {
    return facts;
  }

  Storage storage() {
    return storage;
  }

  SparkSettings spark() {
    return spark;
  }

  /** Where and with what BigDL works. */
  SparkSettings bigdl() {
    return bigdl;
  }

  /** Plans against what runs and catalog hold now. */
  PlannedRun plan() throws IOException {
    return planner.plan(blueprint, runs);
  }

  /** What will probably go wrong although nothing is wrong with the definition; a line each. */
  List<String> warnings(PlannedRun planned) {
    return Room.warnings(planned, bigdl.heapBytesPerCore() * bigdl.cores());
  }

  private static String catalog(PipelineDefinition definition, PipelineOptions options) {
    String given = options.catalog();
    return given != null
        ? given
        : Objects.requireNonNullElse(definition.publish().catalog(), "catalog");
  }

  private static String code(Installation installation) throws IOException {
    return Versions.current() + "+" + CodeVersion.of(installation.ownJars());
  }

  private Blueprint.Tables tables() throws IOException {
    Map<String, String> digests = new HashMap<>();
    List<String> read = new ArrayList<>(Blueprint.tablesRead(definition));
    for (TableSpec table : definition.tables()) {
      if (read.contains(table.name())) {
        digests.put(table.name(), Digests.ofInputs(table.paths(), storage.hadoop()));
      }
    }
    Map<String, Long> rows =
        facts.stream().collect(Collectors.toMap(InputFacts::table, InputFacts::rows));
    Map<String, Long> bytes =
        facts.stream().collect(Collectors.toMap(InputFacts::table, InputFacts::bytes));
    return new Blueprint.Tables(digests, rows, bytes);
  }
}
