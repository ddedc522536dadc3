package io.millrace.jobs;

/** Parts of definitions that a test must have and does not care for. */
public final class Definitions {
  private Definitions() {}

  /**
   * A definition whose steps after cleaning predict a number from another one.
   *
   * @param tablesAndClean the sections {@code tables} and {@code clean}
   */
  public static String cleaning(String tablesAndClean, String label, String feature) {
    return """
        format = 1
        name = tested
        %s
        label { column = "%s", task = regression }
        split { by = random, train = 0.6, valid = 0.2, test = 0.2 }
        features { x { type = numeric, column = "%s" } }
        models { linear-regression {} }
        evaluation { gate = ["rmse <= 1000000"] }
        publish { model = "tests/tested", summary = "A test." }
        """
        .formatted(tablesAndClean, label, feature);
  }
}
