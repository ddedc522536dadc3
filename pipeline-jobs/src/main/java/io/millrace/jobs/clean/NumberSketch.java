package io.millrace.jobs.clean;

import io.millrace.spec.data.ColumnProfile;
import io.millrace.spec.data.ColumnProfile.Quantile;
import io.millrace.spec.data.ColumnProfile.TopValue;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.apache.datasketches.frequencies.ErrorType;
import org.apache.datasketches.frequencies.LongsSketch;
import org.apache.datasketches.kll.KllDoublesSketch;
import org.apache.datasketches.memory.Memory;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.jspecify.annotations.Nullable;

/** Sketch of a column of numbers, times or booleans, all taken as 64 bits. */
final class NumberSketch extends ColumnSketch {
  /** Rank error of at most 0.8 % in 99 % of the cases. */
  private static final int KLL_K = 350;

  private static final double[] RANKS = {0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99};
  private static final long MICROS = 1_000_000;

  private final boolean fraction;
  private final boolean deep;
  private LongsSketch frequent = new LongsSketch(FREQUENT_MAP_SIZE);
  private KllDoublesSketch quantiles = KllDoublesSketch.newHeapInstance(KLL_K);
  private double sum;
  private double squares;
  private double min = Double.POSITIVE_INFINITY;
  private double max = Double.NEGATIVE_INFINITY;

  /** The ends of whole values: beyond 2^53 a double would not hold them. */
  private long wholeMin = Long.MAX_VALUE;

  private long wholeMax = Long.MIN_VALUE;

  NumberSketch(DataType type, Profiler.Depth depth) {
    super(type);
    this.deep = depth == Profiler.Depth.ALL;
    this.fraction = type.equals(DataTypes.DoubleType) || type.equals(DataTypes.FloatType);
  }

  @Override
  void addValue(InternalRow row, int i) {
    if (fraction) {
      double value = type().equals(DataTypes.FloatType) ? row.getFloat(i) : row.getDouble(i);
      distinct().update(value);
      extend(value, Double.doubleToLongBits(value));
    } else {
      long value = whole(row, i);
      distinct().update(value);
      extend(value, value);
      wholeMin = Math.min(wholeMin, value);
      wholeMax = Math.max(wholeMax, value);
    }
  }

  private long whole(InternalRow row, int i) {
    if (type().equals(DataTypes.BooleanType)) {
      return row.getBoolean(i) ? 1 : 0;
    }
    boolean narrow = type().equals(DataTypes.IntegerType) || type().equals(DataTypes.DateType);
    return narrow ? row.getInt(i) : row.getLong(i);
  }

  private void extend(double value, long bits) {
    if (deep) {
      frequent.update(bits);
      quantiles.update(value);
    }
    sum += value;
    squares += value * value;
    min = Math.min(min, value);
    max = Math.max(max, value);
  }

  @Override
  void mergeValues(ColumnSketch other) {
    NumberSketch numbers = (NumberSketch) other;
    frequent = frequent.merge(numbers.frequent);
    quantiles.merge(numbers.quantiles);
    sum += numbers.sum;
    squares += numbers.squares;
    min = Math.min(min, numbers.min);
    max = Math.max(max, numbers.max);
    wholeMin = Math.min(wholeMin, numbers.wholeMin);
    wholeMax = Math.max(wholeMax, numbers.wholeMax);
  }

  @Override
  void writeValues(DataOutputStream out) throws IOException {
    writeBytes(out, frequent.toByteArray());
    writeBytes(out, quantiles.toByteArray());
    out.writeDouble(sum);
    out.writeDouble(squares);
    out.writeDouble(min);
    out.writeDouble(max);
    out.writeLong(wholeMin);
    out.writeLong(wholeMax);
  }

  @Override
  void readValues(DataInputStream in) throws IOException {
    frequent = LongsSketch.getInstance(Memory.wrap(readBytes(in)));
    quantiles = KllDoublesSketch.heapify(Memory.wrap(readBytes(in)));
    sum = in.readDouble();
    squares = in.readDouble();
    min = in.readDouble();
    max = in.readDouble();
    wholeMin = in.readLong();
    wholeMax = in.readLong();
  }

  private boolean isNumber() {
    return fraction || type().equals(DataTypes.IntegerType) || type().equals(DataTypes.LongType);
  }

  /** A fraction in no more digits than its type holds. */
  private String text(double value) {
    return type().equals(DataTypes.FloatType)
        ? String.valueOf((float) value)
        : String.valueOf(value);
  }

  /** A whole value as a person writes it. */
  private String text(long value) {
    if (type().equals(DataTypes.BooleanType)) {
      return String.valueOf(value != 0);
    }
    if (type().equals(DataTypes.DateType)) {
      return LocalDate.ofEpochDay(value).toString();
    }
    if (type().equals(DataTypes.TimestampType)) {
      return LocalDateTime.ofEpochSecond(
              Math.floorDiv(value, MICROS),
              (int) Math.floorMod(value, MICROS) * 1000,
              ZoneOffset.UTC)
          .toString();
    }
    return String.valueOf(value);
  }

  @Override
  @Nullable String min() {
    return present() == 0 ? null : fraction ? text(min) : text(wholeMin);
  }

  @Override
  @Nullable String max() {
    return present() == 0 ? null : fraction ? text(max) : text(wholeMax);
  }

  @Override
  @Nullable Double mean() {
    return isNumber() && present() > 0 ? sum / present() : null;
  }

  @Override
  @Nullable Double stddev() {
    if (!isNumber() || present() == 0) {
      return null;
    }
    double mean = sum / present();
    return Math.sqrt(Math.max(0, squares / present() - mean * mean));
  }

  @Override
  List<Quantile> quantiles() {
    List<Quantile> values = new ArrayList<>();
    if (!quantiles.isEmpty() && !type().equals(DataTypes.BooleanType)) {
      double[] found = quantiles.getQuantiles(RANKS);
      for (int i = 0; i < RANKS.length; i++) {
        String text = fraction ? text(found[i]) : text((long) found[i]);
        values.add(new Quantile(RANKS[i], text));
      }
    }
    return values;
  }

  @Override
  double quantileError() {
    return quantiles.isEmpty() ? 0 : KllDoublesSketch.getNormalizedRankError(KLL_K, false);
  }

  @Override
  List<ColumnProfile.TopValue> top() {
    List<TopValue> values = new ArrayList<>();
    for (var row : frequent.getFrequentItems(ErrorType.NO_FALSE_NEGATIVES)) {
      if (values.size() < TOP_VALUES) {
        long item = row.getItem();
        String text = fraction ? text(Double.longBitsToDouble(item)) : text(item);
        values.add(new TopValue(text, row.getLowerBound()));
      }
    }
    return values;
  }

  @Override
  long topError() {
    return frequent.getMaximumError();
  }
}
