package io.millrace.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PagerTest {
  @Test
  void showsEachThingOnce() {
    List<Integer> all = IntStream.range(0, 101).boxed().toList();
    Pager first = Pager.of("", 50, 101, "/x?page=");
    Pager last = Pager.of("3", 50, 101, "/x?page=");
    assertThat(first.cut(all)).hasSize(50).startsWith(0);
    assertThat(Pager.of("2", 50, 101, "").cut(all)).hasSize(50).startsWith(50);
    assertThat(last.cut(all)).containsExactly(100);
    assertThat(first.hasPrevious()).isFalse();
    assertThat(first.to(2)).isEqualTo("/x?page=2");
    assertThat(last.hasNext()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"0,1", "-1,1", "x,1", "99999999999999999999,1", "999999999,3", "2,2"})
  void takesAnyNumber(String wanted, int page) {
    assertThat(Pager.of(wanted, 50, 101, "").page()).isEqualTo(page);
  }

  @Test
  void hasAPageOfNothing() {
    Pager empty = Pager.of("1", 50, 0, "");
    assertThat(empty.several()).isFalse();
    assertThat(empty.cut(List.of())).isEmpty();
  }
}
