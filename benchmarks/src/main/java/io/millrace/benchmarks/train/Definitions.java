package io.millrace.benchmarks.train;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The definition behind a prepared run. */
final class Definitions {
  private Definitions() {}

  /**
   * The text of a definition with one model.
   *
   * @param model the model's section
   */
  static String text(Shape shape, String name, String model) {
    return """
        format = 1
        name = benchmark
        tables { rows { path = "rows.parquet", format = parquet, columns { %s, target = int } } }
        clean { table = rows }
        label { column = target, %s }
        split { by = random, train = 0.7, valid = 0.15, test = 0.15, seed = 1 }
        features { %s }
        models { %s { %s } }
        evaluation { replicates = 20, seed = 1, gate = [] }
        publish { model = "benchmark/model", summary = "Measured only." }
        """
        .formatted(columns(shape), label(shape), features(shape), name, model);
  }

  private static String columns(Shape shape) {
    return dense(shape, "%s = double") + index(shape, ", %s = string");
  }

  private static String features(Shape shape) {
    return dense(shape, "%1$s { type = numeric, column = %1$s, standardise = false }")
        + index(shape, ", %1$s { type = index, column = %1$s }");
  }

  private static String dense(Shape shape, String form) {
    return IntStream.range(0, shape.dense())
        .mapToObj(i -> form.formatted(shape.denseName(i)))
        .collect(Collectors.joining(", "));
  }

  private static String index(Shape shape, String form) {
    return IntStream.range(0, shape.indices())
        .mapToObj(i -> form.formatted(shape.indexName(i)))
        .collect(Collectors.joining());
  }

  private static String label(Shape shape) {
    if (shape.classes() == 2) {
      return "task = binary, at-least = 1";
    }
    String classes =
        IntStream.range(0, shape.classes())
            .mapToObj(String::valueOf)
            .collect(Collectors.joining(", "));
    return "task = multiclass, classes = [%s]".formatted(classes);
  }
}
