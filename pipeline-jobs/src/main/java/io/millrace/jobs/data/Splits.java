package io.millrace.jobs.data;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.posexplode;
import static org.apache.spark.sql.functions.split;
import static org.apache.spark.sql.functions.substring;
import static org.apache.spark.sql.functions.when;

import io.millrace.spec.target.SplitLetters;
import io.millrace.spec.target.SplitSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Where rows are in each split, by {@link SplitLetters}. Data sets with one split have the column
 * {@link Names#SPLIT} alone; in memory all have {@link #COLUMN}.
 */
public final class Splits {
  public static final String COLUMN = SplitLetters.COLUMN;

  private static final String NUMBER = "__number";
  private static final String LETTER = "__letter";

  private Splits() {}

  /**
   * The rows with {@link #COLUMN}, which says what {@link Names#SPLIT} does where it is not there.
   */
  public static Dataset<Row> add(Dataset<Row> rows) {
    return Arrays.asList(rows.columns()).contains(COLUMN)
        ? rows
        : rows.withColumn(COLUMN, letters(List.of(col(Names.SPLIT))));
  }

  /** A letter for each of these columns, which hold the names of parts or anything else. */
  public static Column letters(List<Column> parts) {
    return concat(parts.stream().map(Splits::letter).toArray(Column[]::new));
  }

  private static Column letter(Column part) {
    Column letter = lit(none(1));
    for (String name : SplitSpec.NAMES) {
      letter = when(part.equalTo(name), text(name)).otherwise(letter);
    }
    return letter;
  }

  private static String text(String part) {
    return String.valueOf(SplitLetters.of(part));
  }

  /** The column of a row that no split has. */
  public static String none(int splits) {
    return String.valueOf(SplitLetters.NONE).repeat(splits);
  }

  /** Whether any split has the row. */
  public static Column used() {
    return col(COLUMN).rlike("[^" + SplitLetters.NONE + "]");
  }

  /** The part of the first split, or {@link Names#OTHER}. */
  public static String first(String letters) {
    for (String part : SplitSpec.NAMES) {
      if (letters.charAt(0) == SplitLetters.of(part)) {
        return part;
      }
    }
    return Names.OTHER;
  }

  /** What {@link #first} gives. */
  public static Column first() {
    Column letter = substring(col(COLUMN), 1, 1);
    Column part = lit(Names.OTHER);
    for (String name : SplitSpec.NAMES) {
      part = when(letter.equalTo(text(name)), name).otherwise(part);
    }
    return part;
  }

  /**
   * Counts rows by split, part and the value of another column.
   *
   * @return one map for each split, by part; parts without rows are empty
   */
  public static List<Map<String, Map<Object, Long>>> counts(
      Dataset<Row> rows, int splits, Column by) {
    List<Map<String, Map<Object, Long>>> counts = new ArrayList<>();
    for (int number = 0; number < splits; number++) {
      Map<String, Map<Object, Long>> parts = new LinkedHashMap<>();
      SplitSpec.NAMES.forEach(part -> parts.put(part, new LinkedHashMap<>()));
      counts.add(parts);
    }
    rows.select(posexplode(split(col(COLUMN), "")).as(new String[] {NUMBER, LETTER}), by.as("by"))
        .groupBy(NUMBER, LETTER, "by")
        .agg(count(lit(1)))
        .collectAsList()
        .forEach(
            row -> {
              String part = first(row.getString(1).isEmpty() ? none(1) : row.getString(1));
              if (!part.equals(Names.OTHER)) {
                counts.get(row.getInt(0)).get(part).put(row.get(2), row.getLong(3));
              }
            });
    return counts;
  }

  /** Rows by split and part. */
  public static List<Map<String, Long>> counts(Dataset<Row> rows, int splits) {
    return counts(rows, splits, lit(0)).stream()
        .map(
            parts -> {
              Map<String, Long> sums = new LinkedHashMap<>();
              parts.forEach(
                  (part, by) -> sums.put(part, by.values().stream().mapToLong(n -> n).sum()));
              return sums;
            })
        .toList();
  }
}
