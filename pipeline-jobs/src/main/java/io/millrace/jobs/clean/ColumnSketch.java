package io.millrace.jobs.clean;

import io.millrace.jobs.data.SparkTypes;
import io.millrace.spec.data.ColumnProfile;
import io.millrace.spec.data.ColumnProfile.TopValue;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.datasketches.hll.HllSketch;
import org.apache.datasketches.hll.TgtHllType;
import org.apache.datasketches.hll.Union;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.jspecify.annotations.Nullable;

/** What is known of a column so far: exact counts, and sketches for the rest. Not thread-safe. */
abstract class ColumnSketch {
  /** 4096 registers: a relative error of at most 3.3 % in 95 % of the cases. */
  private static final int HLL_LOG_REGISTERS = 12;

  /** Counters of the frequent-items sketch; with fewer different values it is exact. */
  static final int FREQUENT_MAP_SIZE = 4096;

  static final int TOP_VALUES = 10;

  private final DataType type;
  private long count;
  private long nulls;
  private HllSketch distinct = new HllSketch(HLL_LOG_REGISTERS, TgtHllType.HLL_8);

  ColumnSketch(DataType type) {
    this.type = type;
  }

  static ColumnSketch empty(DataType type, Profiler.Depth depth) {
    return type.equals(DataTypes.StringType) ? new TextSketch(type) : new NumberSketch(type, depth);
  }

  final DataType type() {
    return type;
  }

  final long present() {
    return count - nulls;
  }

  final void add(InternalRow row, int i) {
    count++;
    if (row.isNullAt(i)) {
      nulls++;
    } else {
      addValue(row, i);
    }
  }

  final HllSketch distinct() {
    return distinct;
  }

  abstract void addValue(InternalRow row, int i);

  abstract void mergeValues(ColumnSketch other);

  abstract void writeValues(DataOutputStream out) throws IOException;

  abstract void readValues(DataInputStream in) throws IOException;

  abstract @Nullable String min();

  abstract @Nullable String max();

  abstract @Nullable Double mean();

  abstract @Nullable Double stddev();

  abstract List<ColumnProfile.Quantile> quantiles();

  abstract double quantileError();

  abstract List<TopValue> top();

  abstract long topError();

  final void merge(ColumnSketch other) {
    count += other.count;
    nulls += other.nulls;
    Union union = new Union(HLL_LOG_REGISTERS);
    union.update(distinct);
    union.update(other.distinct);
    distinct = union.getResult(TgtHllType.HLL_8);
    mergeValues(other);
  }

  final byte[] write() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeLong(count);
      out.writeLong(nulls);
      // Values first: the text sketch feeds the distinct sketch when it is flushed.
      ByteArrayOutputStream values = new ByteArrayOutputStream();
      writeValues(new DataOutputStream(values));
      writeBytes(out, distinct.toCompactByteArray());
      out.write(values.toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** A sketch as it was written, to be merged or asked; what it holds says how deep it went. */
  static ColumnSketch read(byte[] bytes, DataType type) {
    ColumnSketch sketch = empty(type, Profiler.Depth.ALL);
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      sketch.count = in.readLong();
      sketch.nulls = in.readLong();
      sketch.distinct = HllSketch.heapify(readBytes(in));
      sketch.readValues(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return sketch;
  }

  final ColumnProfile profile(String column) {
    double error =
        Math.max(
            distinct.getUpperBound(2) - distinct.getEstimate(),
            distinct.getEstimate() - distinct.getLowerBound(2));
    double estimate = distinct.getEstimate();
    return new ColumnProfile(
        column,
        SparkTypes.text(type),
        count,
        nulls,
        Math.rint(estimate),
        estimate == 0 ? 0 : error / estimate,
        min(),
        max(),
        mean(),
        stddev(),
        quantiles(),
        quantileError(),
        top(),
        topError());
  }

  static void writeBytes(DataOutputStream out, byte[] bytes) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  static byte[] readBytes(DataInputStream in) throws IOException {
    return in.readNBytes(in.readInt());
  }
}
