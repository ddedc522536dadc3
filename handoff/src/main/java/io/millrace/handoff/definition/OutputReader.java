package io.millrace.handoff.definition;

import io.millrace.spec.PublishSpec;
import io.millrace.spec.ResourceSpec;
import io.millrace.spec.evaluation.EvaluationSpec;
import io.millrace.spec.evaluation.EvaluationSpec.Threshold;
import io.millrace.spec.evaluation.GateRule;
import io.millrace.spec.evaluation.ImportanceSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads {@code evaluation}, {@code publish} and {@code resources}. */
final class OutputReader {
  private OutputReader() {}

  static Optional<EvaluationSpec> evaluation(Section root) {
    return root.section("evaluation").flatMap(OutputReader::readEvaluation);
  }

  private static Optional<EvaluationSpec> readEvaluation(Section section) {
    String blocks = section.optional("blocks", Kind.TEXT);
    List<String> slices = section.list("slices", Kind.TEXT).orElse(List.of());
    int replicates = section.optional("replicates", Kind.WHOLE, 200);
    long seed = section.optional("seed", Kind.LONG, 1L);
    Threshold threshold = section.optional("threshold", Kind.of(Threshold.class), Threshold.F1);
    ImportanceSpec importance =
        section
            .optionalSection("importance")
            .flatMap(OutputReader::readImportance)
            .orElse(ImportanceSpec.DEFAULT);
    List<GateRule> gate = gate(section);
    return section.build(
        () -> new EvaluationSpec(blocks, slices, replicates, seed, threshold, importance, gate));
  }

  private static Optional<ImportanceSpec> readImportance(Section section) {
    int rows = section.optional("rows", Kind.WHOLE, ImportanceSpec.DEFAULT.rows());
    int repeats = section.optional("repeats", Kind.WHOLE, ImportanceSpec.DEFAULT.repeats());
    return section.build(() -> new ImportanceSpec(rows, repeats));
  }

  private static List<GateRule> gate(Section section) {
    List<String> texts = section.requiredList("gate", Kind.TEXT);
    List<GateRule> rules = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      try {
        rules.add(GateRule.parse(texts.get(i)));
      } catch (IllegalArgumentException e) {
        section.problem(List.of("gate", "[" + i + "]"), "%s", e.getMessage());
      }
    }
    return rules;
  }

  static Optional<PublishSpec> publish(Section root) {
    return root.section("publish").flatMap(OutputReader::readPublish);
  }

  private static Optional<PublishSpec> readPublish(Section section) {
    String catalog = section.optional("catalog", Kind.TEXT);
    String model = section.required("model", Kind.TEXT);
    String summary = section.required("summary", Kind.TEXT);
    List<String> facts = section.list("facts", Kind.TEXT).orElse(List.of());
    return section.build(() -> new PublishSpec(catalog, model, summary, facts));
  }

  static ResourceSpec resources(Section root) {
    return root.optionalSection("resources")
        .flatMap(OutputReader::readResources)
        .orElse(new ResourceSpec(null, null, null));
  }

  private static Optional<ResourceSpec> readResources(Section section) {
    Integer cores = section.optional("cores", Kind.WHOLE);
    Long memory = section.optional("memory", Kind.MEMORY);
    Integer executors = section.optional("executors", Kind.WHOLE);
    return section.build(() -> new ResourceSpec(cores, memory, executors));
  }
}
