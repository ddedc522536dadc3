package io.millrace.jobs.clean;

import io.millrace.spec.data.ColumnProfile;
import io.millrace.spec.data.ColumnProfile.TopValue;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.datasketches.ArrayOfStringsSerDe;
import org.apache.datasketches.frequencies.ErrorType;
import org.apache.datasketches.frequencies.ItemsSketch;
import org.apache.datasketches.memory.Memory;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/** Sketch of a text column. */
final class TextSketch extends ColumnSketch {
  /** Values counted by hand before they reach the sketches, which would need a String per row. */
  private static final int PENDING = 8192;

  /** Stands for empty text, which the sketch of distinct values passes over. */
  private static final String EMPTY = "\u0000(empty)";

  private static final ArrayOfStringsSerDe SERDE = new ArrayOfStringsSerDe();

  private ItemsSketch<String> frequent = new ItemsSketch<>(FREQUENT_MAP_SIZE);
  private final Map<UTF8String, long[]> pending = new HashMap<>();
  private @Nullable UTF8String min;
  private @Nullable UTF8String max;

  TextSketch(DataType type) {
    super(type);
  }

  @Override
  void addValue(InternalRow row, int i) {
    UTF8String value = row.getUTF8String(i);
    long[] seen = pending.get(value);
    if (seen != null) {
      seen[0]++;
      return;
    }
    UTF8String own = value.copy();
    extend(own);
    pending.put(own, new long[] {1});
    if (pending.size() >= PENDING) {
      flush();
    }
  }

  private void extend(UTF8String value) {
    min = min == null || value.compareTo(min) < 0 ? value : min;
    max = max == null || value.compareTo(max) > 0 ? value : max;
  }

  private void flush() {
    pending.forEach(
        (value, times) -> {
          String text = value.toString();
          frequent.update(text, times[0]);
          distinct().update(text.isEmpty() ? EMPTY : text);
        });
    pending.clear();
  }

  @Override
  void mergeValues(ColumnSketch other) {
    TextSketch text = (TextSketch) other;
    flush();
    text.flush();
    frequent = frequent.merge(text.frequent);
    if (text.min != null) {
      extend(text.min);
      extend(text.max);
    }
  }

  @Override
  void writeValues(DataOutputStream out) throws IOException {
    flush();
    writeBytes(out, frequent.toByteArray(SERDE));
    out.writeBoolean(min != null);
    if (min != null) {
      writeBytes(out, min.getBytes());
      writeBytes(out, max.getBytes());
    }
  }

  @Override
  void readValues(DataInputStream in) throws IOException {
    frequent = ItemsSketch.getInstance(Memory.wrap(readBytes(in)), SERDE);
    if (in.readBoolean()) {
      min = UTF8String.fromBytes(readBytes(in));
      max = UTF8String.fromBytes(readBytes(in));
    }
  }

  @Override
  @Nullable String min() {
    return min == null ? null : new String(min.getBytes(), StandardCharsets.UTF_8);
  }

  @Override
  @Nullable String max() {
    return max == null ? null : new String(max.getBytes(), StandardCharsets.UTF_8);
  }

  @Override
  @Nullable Double mean() {
    return null;
  }

  @Override
  @Nullable Double stddev() {
    return null;
  }

  @Override
  List<ColumnProfile.Quantile> quantiles() {
    return List.of();
  }

  @Override
  double quantileError() {
    return 0;
  }

  @Override
  List<TopValue> top() {
    List<TopValue> values = new ArrayList<>();
    for (var row : frequent.getFrequentItems(ErrorType.NO_FALSE_NEGATIVES)) {
      if (values.size() < TOP_VALUES) {
        values.add(new TopValue(row.getItem(), row.getLowerBound()));
      }
    }
    return values;
  }

  @Override
  long topError() {
    return frequent.getMaximumError();
  }
}
