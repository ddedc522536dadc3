package io.millrace.jobs.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.spec.evaluation.Curve;
import io.millrace.spec.evaluation.Curve.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CurvesTest {
  private static final Offset<Double> EXACT = within(1e-12);
  private static final Offset<Double> THINNED = within(Curve.AREA_TOLERANCE + 1e-12);

  /** A row with a score in the middle of its bin. */
  private record Scored(int bin, boolean positive) {
    double p() {
      double logit = (bin + 0.5) * 2 * Cells.LOGIT_RANGE / Cells.BINS - Cells.LOGIT_RANGE;
      return 1 / (1 + Math.exp(-logit));
    }
  }

  private static List<Scored> rows(int rows, int bins, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Scored> result = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      boolean positive = random.nextDouble() < 0.2;
      result.add(new Scored(1000 + random.nextInt(bins) + (positive ? bins / 4 : 0), positive));
    }
    return result;
  }

  private static List<ScoreBin> bins(List<Scored> rows) {
    Map<Integer, ScoreBin> bins = new TreeMap<>();
    for (Scored row : rows) {
      ScoreBin bin = new ScoreBin(row.bin(), 1, row.p(), row.positive() ? 1 : 0);
      bins.merge(
          row.bin(),
          bin,
          (a, b) -> new ScoreBin(a.bin(), a.rows() + b.rows(), a.p() + b.p(), a.hits() + b.hits()));
    }
    return List.copyOf(bins.values());
  }

  private static List<Point> curve(String name, List<Scored> rows) {
    return Curves.of(bins(rows)).stream()
        .filter(curve -> curve.name().equals(name))
        .findFirst()
        .orElseThrow()
        .points();
  }

  private static double share(List<Scored> of, Predicate<Scored> which) {
    return of.stream().filter(which).count() / (double) of.size();
  }

  private static double area(List<Point> points) {
    double area = 0;
    for (int i = 1; i < points.size(); i++) {
      Point from = points.get(i - 1);
      Point to = points.get(i);
      area += (to.x() - from.x()) * (from.y() + to.y()) / 2;
    }
    return area;
  }

  @ParameterizedTest
  @ValueSource(ints = {60, 2000})
  void rocPointsAreTheRatesAtTheirThresholds(int width) {
    List<Scored> rows = rows(5000, width, 1);
    List<Scored> positives = rows.stream().filter(Scored::positive).toList();
    List<Scored> negatives = rows.stream().filter(row -> !row.positive()).toList();
    assertThat(curve(Curve.ROC, rows))
        .hasSizeGreaterThan(50)
        .allSatisfy(
            point -> {
              Predicate<Scored> yes = row -> row.p() >= point.threshold();
              assertThat(point.x()).isCloseTo(share(negatives, yes), EXACT);
              assertThat(point.y()).isCloseTo(share(positives, yes), EXACT);
            });
  }

  @ParameterizedTest
  @ValueSource(ints = {60, 2000})
  void precisionRecallPointsAreTheRatesAtTheirThresholds(int width) {
    List<Scored> rows = rows(5000, width, 2);
    List<Scored> positives = rows.stream().filter(Scored::positive).toList();
    List<Point> points = curve(Curve.PRECISION_RECALL, rows);
    assertThat(points.subList(1, points.size()))
        .hasSizeGreaterThan(50)
        .allSatisfy(
            point -> {
              Predicate<Scored> yes = row -> row.p() >= point.threshold();
              List<Scored> taken = rows.stream().filter(yes).toList();
              assertThat(point.x()).isCloseTo(share(positives, yes), EXACT);
              assertThat(point.y()).isCloseTo(share(taken, Scored::positive), EXACT);
            });
    assertThat(points.get(0).x()).isZero();
    assertThat(points.get(points.size() - 1).x()).isEqualTo(1);
    assertThat(points.get(points.size() - 1).y()).isCloseTo(share(rows, Scored::positive), EXACT);
  }

  @ParameterizedTest
  @ValueSource(ints = {60, 400, 2000})
  void rocRisesFromCornerToCornerAndKeepsItsArea(int width) {
    List<Scored> rows = rows(5000, width, 3);
    List<Point> points = curve(Curve.ROC, rows);
    double[] positive = new double[Cells.BINS];
    double[] negative = new double[Cells.BINS];
    rows.forEach(row -> (row.positive() ? positive : negative)[row.bin()]++);
    assertThat(points).hasSizeLessThanOrEqualTo(Curve.MOST_POINTS);
    assertThat(points.get(0)).isEqualTo(new Point(0, 0, 1));
    assertThat(points.get(points.size() - 1)).extracting(Point::x, Point::y).containsOnly(1.0);
    assertThat(points).extracting(Point::x).isSorted();
    assertThat(points).extracting(Point::y).isSorted();
    assertThat(points).extracting(point -> -point.threshold()).isSorted();
    assertThat(area(points)).isCloseTo(Tally.rocAuc(positive, negative), THINNED);
  }

  @Test
  void keepsTheAreaOfTheWorstStairs() {
    // Leaving out every outer corner of 200 equal steps would move the area by 0.0025.
    List<Point> stairs = new ArrayList<>(List.of(new Point(0, 0, 1)));
    for (int i = 0; i < 200; i++) {
      stairs.add(new Point(i / 200.0, (i + 1) / 200.0, 0.5));
      stairs.add(new Point((i + 1) / 200.0, (i + 1) / 200.0, 0.5));
    }
    List<Point> thinned = Thinning.of(stairs);
    assertThat(thinned).hasSize(Curve.MOST_POINTS);
    assertThat(stairs).containsAll(thinned);
    assertThat(area(thinned)).isCloseTo(area(stairs), THINNED);
    assertThat(List.of(thinned.get(0), thinned.get(Curve.MOST_POINTS - 1)))
        .containsExactly(stairs.get(0), stairs.get(stairs.size() - 1));
  }

  @Test
  void keepsTheAreaUnderJaggedPrecision() {
    List<Scored> rows = rows(3000, 2500, 4);
    List<Point> all = new ArrayList<>();
    List<ScoreBin> bins = bins(rows);
    double positives = rows.stream().filter(Scored::positive).count();
    long hits = 0;
    long taken = 0;
    for (int i = bins.size() - 1; i >= 0; i--) {
      hits += bins.get(i).hits();
      taken += bins.get(i).rows();
      if (all.isEmpty()) {
        all.add(new Point(0, hits / (double) taken, 1));
      }
      all.add(new Point(hits / positives, hits / (double) taken, 0));
    }
    List<Point> points = curve(Curve.PRECISION_RECALL, rows);
    assertThat(all).hasSizeGreaterThan(1000);
    assertThat(points).hasSize(Curve.MOST_POINTS);
    assertThat(area(points)).isCloseTo(area(all), THINNED);
  }

  @Test
  void aLowestBinTakesEveryRow() {
    List<ScoreBin> bins = List.of(new ScoreBin(0, 3, 0, 1), new ScoreBin(Cells.BINS - 1, 2, 2, 2));
    assertThat(Curves.of(bins).get(0).points()).last().isEqualTo(new Point(1, 1, 0));
    assertThat(Curves.of(bins).get(0).points().get(1).threshold()).isBetween(0.9999, 1.0);
  }

  @Test
  void hasNoneWhereAllRowsAreOfOneClass() {
    assertThat(Curves.of(List.of(new ScoreBin(5, 3, 1, 3)))).isEmpty();
    assertThat(Curves.of(List.of(new ScoreBin(5, 3, 1, 0)))).isEmpty();
    assertThat(Curves.of(List.of())).isEmpty();
  }
}
