package io.millrace.server.mlflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.server.api.ApiException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageTest {
  private static Page<String> page(List<String> all, String query, Optional<String> token) {
    List<String> sorted = all.stream().sorted().toList();
    return Page.of(
        query,
        sorted,
        Comparator.naturalOrder(),
        Function.identity(),
        name -> sorted.stream().filter(name::equals).findFirst(),
        token,
        3);
  }

  private static List<String> names(int count) {
    return IntStream.range(0, count).mapToObj(i -> "%03d".formatted(i)).toList();
  }

  @Test
  void showsAllOnceInOrder() {
    for (int count : new int[] {0, 1, 3, 4, 10}) {
      List<String> seen = new ArrayList<>();
      Page<String> page = page(names(count), "q", Optional.empty());
      seen.addAll(page.things());
      while (page.next().isPresent()) {
        page = page(names(count), "q", page.next());
        seen.addAll(page.things());
      }
      assertThat(seen).isEqualTo(names(count));
    }
  }

  /** With a number of rows as the token, the second page would show 002 again. */
  @Test
  void isNotDisturbedByWhatComesMeanwhile() {
    Page<String> first = page(names(6), "q", Optional.empty());
    List<String> more = new ArrayList<>(names(6));
    more.add("0005");
    assertThat(first.things()).containsExactly("000", "001", "002");
    assertThat(page(more, "q", first.next()).things()).containsExactly("003", "004", "005");
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "!!!", "AAAA", "cQ", "MCAwMDI"})
  void refusesForgedTokens(String token) {
    assertThatThrownBy(() -> page(names(6), "q", Optional.of(token)))
        .isInstanceOf(ApiException.class)
        .hasMessageContaining("page token");
  }

  @Test
  void refusesTheTokenOfAnotherSearch() {
    Optional<String> token = page(names(6), "q", Optional.empty()).next();
    assertThatThrownBy(() -> page(names(6), "other", token)).isInstanceOf(ApiException.class);
  }
}
