package io.millrace.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.catalog.HistoryEntry;
import io.millrace.server.web.HistoryPage.Filter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class HistoryPageTest {
  private static final Filter ALL = new Filter("", "", "");

  /** Every seventh is by bob, all others are by ann. */
  private static List<HistoryEntry> log(long first, int most) {
    return LongStream.range(first, first + most)
        .mapToObj(
            n ->
                new HistoryEntry(
                    n,
                    "2026-01-01T00:00:00Z",
                    n % 7 == 0 ? "bob" : "ann",
                    n % 7 == 0 ? "approved" : "version",
                    "ops/delay",
                    (int) n,
                    null,
                    null,
                    ""))
        .toList();
  }

  private static List<Long> throughAllPages(Filter filter, long end) {
    List<Long> seen = new ArrayList<>();
    long before = end;
    do {
      HistoryPage page = HistoryPage.of("", filter, HistoryPageTest::log, before);
      page.entries().forEach(entry -> seen.add(entry.sequence()));
      before = page.older();
      assertThat(page.read()).isLessThanOrEqualTo(1000);
    } while (before > 1);
    return seen;
  }

  @Test
  void showsEachEntryOnceTheNewestFirst() {
    assertThat(throughAllPages(ALL, 1235))
        .containsExactlyElementsOf(LongStream.range(1, 1235).map(n -> 1235 - n).boxed().toList());
  }

  @Test
  void findsAllThatIsLookedFor() {
    assertThat(throughAllPages(new Filter("BO", "approved", "delay"), 3001))
        .hasSize(3000 / 7)
        .allMatch(n -> n % 7 == 0);
    assertThat(throughAllPages(new Filter("carl", "", ""), 3001)).isEmpty();
    assertThat(throughAllPages(new Filter("", "", "web/"), 300)).isEmpty();
  }

  @Test
  void stopsWhenNothingIsFoundForLong() {
    HistoryPage page = HistoryPage.of("", new Filter("carl", "", ""), HistoryPageTest::log, 10_001);
    assertThat(page.read()).isEqualTo(1000);
    assertThat(page.older()).isEqualTo(9001);
    assertThat(page.hasOlder()).isTrue();
  }

  @Test
  void takesImportedForAllThatWas() {
    HistoryEntry imported =
        new HistoryEntry(1, "", "eva", "imported version", "a/b", 1, null, null, "");
    assertThat(new Filter("", "imported", "").accepts(imported)).isTrue();
    assertThat(HistoryPage.leads(imported)).isFalse();
    assertThat(HistoryPage.leads(log(1, 1).get(0))).isTrue();
    assertThat(new Filter("", "version", "").accepts(imported)).isFalse();
  }

  @Test
  void writesFiltersIntoAddresses() {
    assertThat(new Filter("a&b", "tag", "x/y").query())
        .isEqualTo("who=a%26b&action=tag&model=x%2Fy");
  }
}
