package io.millrace.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelIT {
  @TempDir private Path root;
  private Model model;

  @BeforeEach
  void publishAndLoad() {
    Catalog.open(root.toString()).publish(TinyModels.publication("run-1"));
    model = Catalog.open(root.toString()).model("ops/delay@champion");
  }

  @AfterEach
  void closeModel() {
    model.close();
  }

  @Test
  void knowsWhatItIs() {
    assertThat(model.reference()).isEqualTo("ops/delay@champion");
    assertThat(model.version().version()).isEqualTo(1);
    assertThat(model.signature()).isEqualTo(TinyModels.DELAY);
  }

  @Test
  void scoresRowsOfMixedNumbers() {
    assertThat(
            model.score(
                List.of(
                    Map.of("carrier", "AA", "distance", 7, "weekend", true),
                    Map.of("carrier", "??", "distance", 7.5f, "weekend", false),
                    Map.of("carrier", "AA", "distance", 7L, "weekend", false))))
        .containsExactly(
            Map.of("probability", 1105f),
            Map.of("probability", 5.5f),
            Map.of("probability", 1005f));
  }

  @Test
  void nullIsAMissingValue() {
    Map<String, Object> row = new HashMap<>();
    row.put("carrier", null);
    row.put("distance", null);
    assertThat(model.score(List.of(row))).containsExactly(Map.of("probability", 47f));
  }

  @Test
  void takesEveryKindOfTimestamp() {
    for (Object time :
        List.of(
            Instant.parse("1970-01-11T00:00:00Z"),
            LocalDateTime.of(1970, 1, 11, 0, 0),
            OffsetDateTime.parse("1970-01-11T02:00:00+02:00"),
            Timestamp.valueOf("1970-01-11 00:00:00"),
            "1970-01-11T00:00:00",
            "1970-01-11T00:00:00Z",
            "1970-01-10T23:00:00-01:00",
            864_000_000L)) {
      Map<String, Object> row =
          Map.of("carrier", "??", "distance", 0, "weekend", false, "departed", time);
      assertThat(model.score(List.of(row)))
          .as("%s %s", time.getClass(), time)
          .containsExactly(Map.of("probability", 10f));
    }
  }

  @Test
  void takesEveryKindOfDate() {
    try (OnnxScorer scorer =
        OnnxScorer.open(
            new OnnxGraph()
                .input("day", ai.onnx.proto.OnnxMl.TensorProto.DataType.INT64)
                .constant("dayMillis", 86_400_000f)
                .toFloat("millis", "day")
                .node("Div", "prediction", List.of("millis", "dayMillis"))
                .output("prediction", ai.onnx.proto.OnnxMl.TensorProto.DataType.FLOAT)
                .build(),
            new Signature(
                1,
                List.of(new Signature.Input("day", "date", true)),
                List.of(new Signature.Output("prediction", "float")),
                "regression",
                List.of()))) {
      List<Map<String, Object>> rows =
          List.of(
              Map.of("day", LocalDate.of(1970, 1, 5)),
              Map.of("day", Date.valueOf("1970-01-05")),
              Map.of("day", "1970-01-05"));
      assertThat(new Model("x", model.version(), scorer).score(rows))
          .containsOnly(Map.of("prediction", 4f));
    }
  }

  @Test
  void scoresMoreRowsThanOneChunkHolds() {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (int row = 0; row < 10_000; row++) {
      rows.add(Map.of("carrier", "AA", "distance", row, "weekend", false));
    }
    List<Map<String, Object>> scores = model.score(rows);

    assertThat(scores).hasSize(10_000);
    for (int row = 0; row < 10_000; row++) {
      assertThat(scores.get(row)).isEqualTo(Map.of("probability", row + 998f));
    }
    assertThat(model.score(List.of())).isEmpty();
  }

  @Test
  void namesRowAndColumnOfAWrongValue() {
    Map<String, Object> good = Map.of("carrier", "AA", "distance", 1);
    requireRefusal(
        List.of(good, Map.of("carrier", "AA", "distance", "12")),
        "Cannot score row 1: column 'distance' of type double holds String '12' (expected a Number");
    requireRefusal(
        List.of(Map.of("carrier", 5, "distance", 1)),
        "Cannot score row 0: column 'carrier' of type string holds Integer '5' (expected a String");
    requireRefusal(
        List.of(Map.of("carrier", "AA", "distance", 1, "weekend", "true")),
        "column 'weekend' of type boolean holds String 'true' (expected a Boolean");
    requireRefusal(
        List.of(Map.of("carrier", "AA", "distance", 1, "departed", "yesterday")),
        "column 'departed' of type timestamp holds String 'yesterday' (expected an Instant,");
  }

  @Test
  void namesTheRowInLaterChunksToo() {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (int row = 0; row < 5000; row++) {
      rows.add(Map.of("carrier", "AA", "distance", row));
    }
    rows.set(4999, Map.of("carrier", "AA", "distance", "far"));
    requireRefusal(rows, "Cannot score row 4999: column 'distance'");
  }

  @Test
  void namesAbsentAndUnknownColumns() {
    requireRefusal(
        List.of(Map.of("carrier", "AA")),
        "Cannot score row 0: column 'distance' is absent (expected one of type double).");
    requireRefusal(
        List.of(Map.of("carrier", "AA", "distance", 1, "departd", 0L)),
        "the model takes no column 'departd' (expected some of its 4 columns). Nearest columns: 'departed'.");
  }

  private void requireRefusal(List<Map<String, Object>> rows, String message) {
    assertThatThrownBy(() -> model.score(rows))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }
}
