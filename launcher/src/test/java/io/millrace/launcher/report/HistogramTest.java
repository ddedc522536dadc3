package io.millrace.launcher.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.spec.data.ColumnProfile;
import io.millrace.spec.data.ColumnProfile.Quantile;
import java.util.List;
import org.junit.jupiter.api.Test;

class HistogramTest {
  private static final double ROUNDED = 0.06;

  @Test
  void theAreaOfABarIsItsShare() {
    List<Histogram.Bin> bars =
        bars(new Quantile(0.25, "0"), new Quantile(0.5, "10"), new Quantile(0.75, "30"));

    assertThat(bars).hasSize(2);
    assertThat(height(bars, 0)).isCloseTo(44, within(ROUNDED));
    assertThat(height(bars, 1)).isCloseTo(22, within(ROUNDED));
    assertThat(bars.get(0).title()).isEqualTo("25% of the values from 0 to 10");
  }

  @Test
  void timesLieOnTheirOwnClock() {
    List<Histogram.Bin> bars =
        bars(
            new Quantile(0.1, "2001-01-01T00:00:00"),
            new Quantile(0.5, "2001-01-02"),
            new Quantile(0.9, "2001-01-03 00:00:00"));

    assertThat(bars).hasSize(2);
    assertThat(height(bars, 1)).isCloseTo(44, within(ROUNDED));
  }

  @Test
  void textAndConstantsHaveNone() {
    assertThat(bars(new Quantile(0.1, "a"), new Quantile(0.5, "b"), new Quantile(0.9, "c")))
        .isEmpty();
    assertThat(bars(new Quantile(0.1, "1"), new Quantile(0.5, "1"), new Quantile(0.9, "1")))
        .isEmpty();
    assertThat(bars()).isEmpty();
  }

  private static double height(List<Histogram.Bin> bars, int bar) {
    return Double.parseDouble(bars.get(bar).height());
  }

  private static List<Histogram.Bin> bars(Quantile... quantiles) {
    return Histogram.of(
        new ColumnProfile(
            "x",
            "int",
            10,
            0,
            3,
            0,
            "0",
            "30",
            null,
            null,
            List.of(quantiles),
            0.01,
            List.of(),
            0));
  }
}
