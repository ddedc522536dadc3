package io.millrace.jobs.features;

import io.millrace.jobs.TestSpark;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;

/** Seeded raw rows with everything that makes two implementations of a transform differ. */
final class RawRows {
  static final StructType SCHEMA =
      StructType.fromDDL(
          "id LONG, amount DOUBLE, share FLOAT, number INT, big LONG, flag BOOLEAN, word STRING,"
              + " wide STRING, time TIMESTAMP, day DATE, yes INT, class STRING, target DOUBLE");

  private static final String[] WORDS = {
    "a", "Köln", "東京", "São Paulo", "naïve", "Ω", "", " ", "a,b", "\"q\"", "'", "null", "NaN"
  };

  private static final long LEAP_DAY = LocalDate.of(2000, 2, 29).toEpochDay();
  private static final long DAY_SECONDS = 86_400;

  private final SplittableRandom random;

  private RawRows(long seed) {
    random = new SplittableRandom(seed);
  }

  /**
   * Rows whose targets depend on the columns.
   *
   * @param unseen share of the values of text that occur nowhere else
   */
  static Dataset<Row> of(int rows, double unseen, long seed) {
    RawRows source = new RawRows(seed);
    List<Row> table = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      table.add(source.row(i, unseen));
    }
    return TestSpark.session().createDataFrame(table, SCHEMA).repartition(2);
  }

  static void write(int rows, long seed, Path folder) {
    of(rows, 0.02, seed).write().parquet(folder.toString());
  }

  private Row row(long id, double unseen) {
    double amount = Math.exp(random.nextDouble() * 6) - 20;
    int number = random.nextInt(-30, 70);
    int word = random.nextInt(WORDS.length);
    boolean flag = random.nextInt(3) == 0;
    long day = day();
    double signal = number / 50.0 + (word % 3) - (flag ? 1 : 0) + random.nextDouble() * 2;
    return RowFactory.create(
        id,
        orNull(amount),
        orNull(random.nextInt(1000) / 16f),
        orNull(number),
        orNull(random.nextInt(5) * 4_000_000_000L - 8_000_000_000L),
        orNull(flag),
        orNull(random.nextDouble() < unseen ? "unseen " + id : WORDS[word]),
        orNull("wïde " + random.nextInt(4000)),
        orNull(Instant.ofEpochSecond(day * DAY_SECONDS + second(), random.nextInt(1000) * 1_000L)),
        orNull(LocalDate.ofEpochDay(day)),
        signal > 1.5 ? 1 : 0,
        signal > 2 ? "grün" : signal > 1 ? "rot" : "blau",
        10 * signal + amount / 100);
  }

  /** One value of thirty is missing. */
  private Object orNull(Object value) {
    return random.nextInt(30) == 0 ? null : value;
  }

  /** Days before and after 1970, leap days and ends of years more often than they come. */
  private long day() {
    return switch (random.nextInt(6)) {
      case 0 -> LEAP_DAY;
      case 1 -> LocalDate.of(random.nextInt(1890, 2110), 12, 31).toEpochDay();
      case 2 -> LocalDate.of(random.nextInt(1890, 2110), 3, 1).toEpochDay() - 1;
      default -> random.nextInt(-30_000, 30_000);
    };
  }

  private long second() {
    return switch (random.nextInt(4)) {
      case 0 -> 0;
      case 1 -> DAY_SECONDS - 1;
      default -> random.nextLong(DAY_SECONDS);
    };
  }
}
