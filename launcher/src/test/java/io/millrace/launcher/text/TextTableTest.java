package io.millrace.launcher.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextTableTest {
  @Test
  void alignsFiguresToTheRightAndTextToTheLeft() {
    String text = new TextTable("step", "rows").row("clean", "3,000").row("publish", "-").text();

    assertThat(text.lines()).containsExactly("step      rows", "clean    3,000", "publish      -");
  }

  @Test
  void refusesARowOfAnotherWidth() {
    assertThatThrownBy(() -> new TextTable("a").row("b", "c"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Cannot add a row of 2 cells to a table (expected 1).");
  }

  @ParameterizedTest
  @CsvSource({"0,0 B", "999,999 B", "1500,1.5 kB", "13493022,13 MB", "2000000000000,2.0 TB"})
  void bytesHaveAUnit(long bytes, String text) {
    assertThat(Figures.bytes(bytes)).isEqualTo(text);
  }
}
