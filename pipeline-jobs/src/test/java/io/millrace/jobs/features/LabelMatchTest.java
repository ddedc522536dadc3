package io.millrace.jobs.features;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;

class LabelMatchTest {
  private static final int ROWS = 2000;
  private static final long SEED = 5;

  /** Whether something is late: half of the rows, by minutes from 0 to 1999 in random order. */
  private static LabelMatch match(IntFunction<Object> value) {
    SplittableRandom random = new SplittableRandom(SEED);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      int minutes = random.nextInt(ROWS);
      Object text = value.apply(minutes);
      rows.add(
          RowFactory.create(
              late(minutes) ? 1.0 : 0.0,
              String.valueOf(minutes),
              text == null ? null : String.valueOf(text)));
    }
    return new LabelMatch(rows, 2);
  }

  private static boolean late(int minutes) {
    return minutes >= 1000;
  }

  @Test
  void findsTheLabelItself() {
    assertThat(match(minutes -> late(minutes) ? 1 : 0).equal()).isTrue();
    assertThat(match(minutes -> late(minutes) ? "1.0" : "0").equal()).isTrue();
  }

  @Test
  void findsTheColumnThatItIsMadeFrom() {
    assertThat(match(minutes -> minutes).equal()).isTrue();
  }

  @Test
  void findsOtherWordsForTheLabel() {
    LabelMatch match = match(minutes -> late(minutes) ? "late" : "on time");
    assertThat(match.equal()).isFalse();
    assertThat(match.decides()).isTrue();
  }

  @Test
  void findsANumberThatIsHighWhereTheLabelIs() {
    LabelMatch match = match(minutes -> 3.5 - minutes / 7.0);
    assertThat(match.equal()).isFalse();
    assertThat(match.decides()).isTrue();
  }

  @Test
  void findsAColumnThatIsMissingWhereTheLabelIsNot() {
    assertThat(match(minutes -> late(minutes) ? minutes : null).decides()).isTrue();
  }

  @Test
  void letsPassWhatIsOftenRight() {
    LabelMatch match =
        match(minutes -> minutes % 100 == 0 ? "late" : String.valueOf(late(minutes)));
    assertThat(match.decides()).isFalse();
    assertThat(match(minutes -> minutes % 37).decides()).isFalse();
  }

  @Test
  void letsPassWhatNamesRows() {
    assertThat(match(minutes -> "row " + minutes).decides()).isFalse();
  }

  @Test
  void letsPassAnyColumnWhereNearlyAllRowsHaveOneLabel() {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      rows.add(RowFactory.create(i == 0 ? 1.0 : 0.0, "x", "always"));
    }
    assertThat(new LabelMatch(rows, 2).decides()).isFalse();
  }
}
