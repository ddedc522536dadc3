package io.millrace.handoff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.spec.feature.DatePart;
import io.millrace.spec.feature.FeaturePlan;
import io.millrace.spec.feature.Transform;
import io.millrace.spec.table.Column;
import io.millrace.spec.table.ColumnType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class JsonTest {
  private static final FeaturePlan PLAN =
      new FeaturePlan(
          1,
          List.of(new Column("when", ColumnType.TIMESTAMP), new Column("a", ColumnType.STRING)),
          List.of(
              new Transform.Part("hour", "when", DatePart.HOUR),
              new Transform.Index("a", "a", List.of("x", "y")),
              new Transform.Cross(
                  "both", List.of("hour", "a"), List.of(25, 3), List.of(4L), null)));

  @Test
  void readsBackWhatItWrote() throws IOException {
    FeaturePlan read = Json.read(Json.bytes(PLAN), FeaturePlan.class, 1, "plan.json");

    assertThat(read).isEqualTo(PLAN);
  }

  @Test
  void namesSealedChoicesInKebabCase() {
    assertThat(Json.line(PLAN)).contains("\"type\":\"index\"").contains("\"type\":\"cross\"");
  }

  @Test
  void refusesNewerFormatVersion() {
    byte[] newer = "{\"version\": 7}".getBytes(StandardCharsets.UTF_8);

    assertThatThrownBy(() -> Json.read(newer, FeaturePlan.class, 1, "plan.json"))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "Cannot read 'plan.json': format version 7 (expected 1 to 1). It was written by another version of Millrace.");
  }

  @Test
  void refusesHalfFile() {
    byte[] half =
        new String(Json.bytes(PLAN), StandardCharsets.UTF_8)
            .substring(0, 40)
            .getBytes(StandardCharsets.UTF_8);

    assertThatThrownBy(() -> Json.read(half, FeaturePlan.class, 1, "plan.json"))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("Cannot read 'plan.json': it is not a whole FeaturePlan");
  }
}
