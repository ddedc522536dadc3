package io.millrace.jobs.features;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SparseTextTest {
  private static final int WIDTH = 100;

  @Test
  void readsColumnsAndValues() {
    var entries = SparseText.parse("0:1 7:-2.5e-1 99:3", WIDTH);
    assertThat(entries.columns()).containsExactly(0, 7, 99);
    assertThat(entries.floats(false)).containsExactly(1f, -0.25f, 3f);
  }

  @Test
  void dividesByTheSumInDoublePrecision() {
    var entries = SparseText.parse("1:1 2:1 3:1", WIDTH);
    assertThat(entries.floats(true)).containsOnly((float) (1 / 3.0));
    assertThat(SparseText.parse("1:1 2:-1", WIDTH).floats(true)).containsOnly(0f);
  }

  @Test
  void takesMissingTextForAnEmptyRow() {
    assertThat(SparseText.parse(null, WIDTH).columns()).isEqualTo(List.of());
    assertThat(SparseText.parse("", WIDTH).floats(true)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        " ",
        "1",
        "1:",
        ":1",
        "1:1 ",
        " 1:1",
        "1:1  2:1",
        "2:1 1:1",
        "1:1 1:1",
        "100:1",
        "-1:1",
        "1:x",
        "1:NaN",
        "1:Infinity",
        "1:1e39",
        "1:1d",
        "1:0x1p3",
        "1:1,2:1",
        "+1:1",
        "1:1:1",
        "99999999999:1",
        "1:."
      })
  void refusesEverythingElse(String text) {
    assertThat(SparseText.parse(text, WIDTH)).isNull();
  }
}
