package io.millrace.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.spec.feature.FeatureOutput;
import io.millrace.spec.feature.FeaturePlan;
import io.millrace.spec.feature.Transform;
import io.millrace.spec.table.Column;
import io.millrace.spec.table.ColumnType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FeatureNodesIT {
  private static final int ROWS = 20_000;

  private final FeaturePlan plan = Samples.plan();

  @Test
  void everyOutputEqualsTheReference() throws Exception {
    List<Map<String, Object>> rows = Samples.rows(ROWS, 17);
    Map<String, Object> outputs = run(rows);
    Map<String, List<String>> differences = new TreeMap<>();
    for (int i = 0; i < ROWS; i++) {
      Map<String, Number> expected = Reference.features(plan, rows.get(i));
      for (FeatureOutput output : plan.outputs()) {
        Number found = at(outputs.get("out:" + output.name()), i);
        if (!found.equals(expected.get(output.name()))) {
          differences
              .computeIfAbsent(output.name(), name -> new ArrayList<>())
              .add(
                  "%s, expected %s: %s".formatted(found, expected.get(output.name()), rows.get(i)));
        }
      }
    }
    assertThat(differences).isEmpty();
  }

  @Test
  void aTextIsFoundInBothFormsThatCallersUse() throws Exception {
    List<Column> columns = List.of(new Column("text", ColumnType.STRING));
    List<String> words = List.of("a\0b", "😀", "é", "語");
    FeaturePlan plan =
        new FeaturePlan(1, columns, List.of(new Transform.Index("word", "text", words)));
    byte[] bytes = OnnxExporter.exportFeatures(plan);
    List<Map<String, Object>> rows =
        words.stream().map(word -> Map.<String, Object>of("text", word)).toList();
    for (boolean utf8 : List.of(true, false)) {
      try (OnnxFile file = new OnnxFile(bytes, utf8)) {
        assertThat(file.run(columns, rows).get("out:word")).isEqualTo(new long[] {1, 2, 3, 4});
      }
    }
  }

  @Test
  void columnsMayBeNamedLikeInnerValues() throws Exception {
    List<Column> columns =
        Stream.of("#0:IsNaN", "#1:constant", "##", "out:", "naïve name")
            .map(name -> new Column(name, ColumnType.DOUBLE))
            .toList();
    List<Transform> transforms =
        columns.stream()
            .<Transform>map(c -> new Transform.Numeric(c.name(), c.name(), false, 0, 0, 2))
            .toList();
    FeaturePlan plan = new FeaturePlan(1, columns, transforms);
    try (OnnxFile file = new OnnxFile(OnnxExporter.exportFeatures(plan))) {
      Map<String, Object> outputs = file.run(columns, List.of(Map.of("##", 3.0)));
      assertThat(outputs.get("out:##")).isEqualTo(new float[] {1.5f});
      assertThat(outputs.get("out:out:")).isEqualTo(new float[] {0});
    }
  }

  @Test
  void theSamplesReachDifferentResultsOfEveryOutput() {
    List<Map<String, Number>> features =
        Samples.rows(ROWS, 17).stream().map(row -> Reference.features(plan, row)).toList();
    for (FeatureOutput output : plan.outputs()) {
      boolean constant = output.equals(FeatureOutput.index(output.name(), 1));
      assertThat(features.stream().map(row -> row.get(output.name())).distinct().count())
          .as(output.name())
          .isGreaterThanOrEqualTo(constant ? 1 : 2);
    }
  }

  private Map<String, Object> run(List<Map<String, Object>> rows) throws Exception {
    try (OnnxFile file = new OnnxFile(OnnxExporter.exportFeatures(plan))) {
      return file.run(plan.inputs(), rows);
    }
  }

  private static Number at(Object array, int row) {
    return array instanceof float[] floats ? (Number) floats[row] : (Number) ((long[]) array)[row];
  }
}
