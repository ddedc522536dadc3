package io.millrace.handoff.definition;

import io.millrace.spec.PipelineDefinition;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads a pipeline definition: HOCON with includes, substitutions and environment variables. All
 * problems of a definition are found in one go, and without a look at the data; for the data see
 * {@link InputCheck}.
 */
public final class DefinitionReader {
  private DefinitionReader() {}

  /**
   * Reads and checks a definition.
   *
   * @param file on the local file system; messages name it as it is given here
   * @param overrides HOCON values by path, set on top of the file; a root key that the file only
   *     uses as {@code ${key}} is a variable
   * @throws DefinitionException with everything that is wrong; bad syntax and substitutions that
   *     nothing sets are reported before all else
   */
  public static PipelineDefinition read(Path file, Map<String, String> overrides) {
    DefinitionSource source = DefinitionSource.load(file, overrides);
    Problems problems = new Problems(source);
    Draft draft = draft(Section.root(problems));
    CrossChecks.run(draft, problems);
    problems.throwIfAny();
    return draft.definition();
  }

  private static Draft draft(Section root) {
    version(root);
    Optional<String> name = root.need("name", Kind.TEXT);
    name.ifPresent(n -> Names.check(root, "name", n, "pipeline"));
    Draft draft =
        new Draft(
            name.orElse(""),
            TableReader.read(root),
            CleanReader.read(root),
            LabelReader.label(root),
            SplitReader.split(root),
            FeatureReader.read(root),
            GraphSpecReader.read(root),
            ModelReader.read(root, LabelReader.task(root)),
            OutputReader.evaluation(root),
            OutputReader.publish(root),
            OutputReader.resources(root));
    root.close();
    return draft;
  }

  private static void version(Section root) {
    int newest = PipelineDefinition.VERSION;
    root.need("format", Kind.WHOLE)
        .filter(version -> version != newest)
        .ifPresent(
            version ->
                root.problem(
                    List.of("format"),
                    "Cannot read the definition: its format is %d (expected %d).%s",
                    version,
                    newest,
                    version > newest ? " Use a newer Millrace." : ""));
  }
}
