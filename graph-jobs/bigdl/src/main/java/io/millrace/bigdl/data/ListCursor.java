package io.millrace.bigdl.data;

import io.millrace.bigdl.data.RowGroups.Part;
import java.util.Arrays;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;

/** A column of lists of numbers. Each call gives the list of the next wanted row. */
final class ListCursor {
  private static final int[] NO_INTS = {};
  private static final float[] NO_FLOATS = {};
  private static final long[] NO_LONGS = {};

  private final ColumnReader reader;
  private final String name;
  private final Path file;
  private final int defined;
  private final int empty;
  private final Part part;
  private int wanted;
  private int at;
  private long[] bits = new long[16];

  /**
   * @throws IllegalArgumentException if the column has other than lists of this type
   */
  ListCursor(Part part, String name, PrimitiveTypeName type) {
    this.name = name;
    this.file = part.file();
    this.part = part;
    ColumnDescriptor column = column(part, type);
    this.reader = part.store().getColumnReader(column);
    this.defined = column.getMaxDefinitionLevel();
    // A list that is there and has nothing; below it the list itself is missing.
    this.empty = part.schema().getType(name).isRepetition(Type.Repetition.OPTIONAL) ? 1 : 0;
  }

  private ColumnDescriptor column(Part part, PrimitiveTypeName type) {
    Type whole = part.schema().getType(name);
    if (!whole.isPrimitive() && whole.asGroupType().getFieldCount() == 1) {
      Type repeated = whole.asGroupType().getType(0);
      if (!repeated.isPrimitive() && repeated.isRepetition(Type.Repetition.REPEATED)) {
        GroupType list = repeated.asGroupType();
        Type element = list.getType(0);
        if (element.isPrimitive() && element.asPrimitiveType().getPrimitiveTypeName() == type) {
          return part.schema()
              .getColumnDescription(new String[] {name, list.getName(), element.getName()});
        }
      }
    }
    throw new IllegalArgumentException(
        "Cannot train on '%s': column '%s' is %s (expected a list of %s). Run its step again."
            .formatted(file, name, whole, type));
  }

  private void skip() {
    do {
      if (reader.getCurrentDefinitionLevel() == defined) {
        reader.skip();
      }
      reader.consume();
    } while (reader.getCurrentRepetitionLevel() > 0);
  }

  /**
   * Reads the next row's list into {@code bits}.
   *
   * @return its length, -1 where the list is missing
   */
  private int next(PrimitiveTypeName type) {
    for (; at < part.rows()[wanted]; at++) {
      skip();
    }
    int size = 0;
    boolean missing = false;
    do {
      int level = reader.getCurrentDefinitionLevel();
      if (level == defined) {
        if (size == bits.length) {
          bits = Arrays.copyOf(bits, size * 2);
        }
        bits[size++] = value(type);
      } else if (level > empty) {
        throw new IllegalArgumentException(
            "Cannot train on '%s': column '%s' of row %d has a missing value in its list (expected none)."
                .formatted(file, name, part.number(wanted)));
      } else {
        missing = level < empty;
      }
      reader.consume();
    } while (reader.getCurrentRepetitionLevel() > 0);
    at++;
    wanted++;
    return missing ? -1 : size;
  }

  private long value(PrimitiveTypeName type) {
    return switch (type) {
      case INT32 -> reader.getInteger();
      case INT64 -> reader.getLong();
      case FLOAT -> Float.floatToRawIntBits(reader.getFloat());
      default -> throw new IllegalStateException("A list of " + type + " is not read.");
    };
  }

  /** The next list of ints; null where it is missing. */
  int @Nullable [] ints() {
    int size = next(PrimitiveTypeName.INT32);
    if (size <= 0) {
      return size < 0 ? null : NO_INTS;
    }
    int[] values = new int[size];
    for (int i = 0; i < size; i++) {
      values[i] = (int) bits[i];
    }
    return values;
  }

  /** The next list of longs; null where it is missing. */
  long @Nullable [] longs() {
    int size = next(PrimitiveTypeName.INT64);
    return size < 0 ? null : size == 0 ? NO_LONGS : Arrays.copyOf(bits, size);
  }

  /** The next list of floats; null where it is missing. */
  float @Nullable [] floats() {
    int size = next(PrimitiveTypeName.FLOAT);
    if (size <= 0) {
      return size < 0 ? null : NO_FLOATS;
    }
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = Float.intBitsToFloat((int) bits[i]);
    }
    return values;
  }
}
