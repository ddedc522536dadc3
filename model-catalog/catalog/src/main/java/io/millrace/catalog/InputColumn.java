package io.millrace.catalog;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;

/** The cells of one raw column of a batch; every cell that is not set is missing. */
abstract class InputColumn {
  /** Of few rows the array stays: a new one would be mostly empty. */
  private static final int KEPT_SHARE = 16;

  private final Signature.Input input;

  private InputColumn(Signature.Input input) {
    this.input = input;
  }

  static InputColumn of(Signature.Input input, int capacity, OnnxScorer scorer) {
    return switch (input.element()) {
      case TEXT -> new Text(input, capacity, scorer.known(input));
      case NUMBER -> new Number(input, capacity);
      case TIME -> new Time(input, capacity);
    };
  }

  Signature.Input input() {
    return input;
  }

  void set(int row, String value) {
    throw wrong("a string");
  }

  void set(int row, double value) {
    throw wrong("a number");
  }

  void setMillis(int row, long value) {
    throw wrong("a time");
  }

  void set(int row, String[] values, int from, int count) {
    throw wrong("a string");
  }

  void set(int row, double[] values, int from, int count) {
    throw wrong("a number");
  }

  void setMillis(int row, long[] values, int from, int count) {
    throw wrong("a time");
  }

  abstract void setMissing(int row);

  /** [rows]; the caller closes it before cells change again. */
  abstract OnnxTensor tensor(TextGather texts, int rows) throws OrtException;

  /** Makes the first rows missing again. */
  abstract void clear(int rows);

  private IllegalArgumentException wrong(String found) {
    return new IllegalArgumentException(
        "Cannot set column '%s': the value is %s (expected one for type %s)."
            .formatted(input.name(), found, input.type()));
  }

  private static ByteBuffer direct(int capacity, int bytes) {
    return ByteBuffer.allocateDirect(Math.multiplyExact(capacity, bytes))
        .order(ByteOrder.nativeOrder());
  }

  /**
   * Missing cells are null until they are handed over. The array is a new one for each batch: what
   * is put into an old one costs the collector more than a new array does.
   */
  private static final class Text extends InputColumn {
    private final int capacity;
    private final KnownTexts known;
    private final IntBuffer codes;
    private String[] cells;

    Text(Signature.Input input, int capacity, KnownTexts known) {
      super(input);
      this.capacity = capacity;
      this.known = known;
      codes = direct(capacity, Integer.BYTES).asIntBuffer();
      cells = new String[capacity];
    }

    @Override
    void set(int row, String value) {
      cells[row] = value;
    }

    @Override
    void set(int row, String[] values, int from, int count) {
      System.arraycopy(values, from, cells, row, count);
    }

    @Override
    void setMissing(int row) {
      cells[row] = null;
    }

    @Override
    OnnxTensor tensor(TextGather texts, int rows) throws OrtException {
      String[] filled = rows == capacity ? cells : Arrays.copyOf(cells, rows);
      for (int row = 0; row < rows; row++) {
        if (filled[row] == null) {
          filled[row] = "";
        }
      }
      OnnxTensor gathered = known.tensor(texts, filled, codes);
      return gathered != null
          ? gathered
          : OnnxTensor.createTensor(OrtEnvironment.getEnvironment(), filled, new long[] {rows});
    }

    @Override
    void clear(int rows) {
      if (rows < capacity / KEPT_SHARE) {
        Arrays.fill(cells, 0, rows, null);
      } else {
        cells = new String[capacity];
      }
    }
  }

  /** ONNX Runtime reads the direct buffer in place: nothing is copied. */
  private static final class Number extends InputColumn {
    private final DoubleBuffer cells;

    Number(Signature.Input input, int capacity) {
      super(input);
      cells = direct(capacity, Double.BYTES).asDoubleBuffer();
      clear(capacity);
    }

    @Override
    void set(int row, double value) {
      cells.put(row, value);
    }

    @Override
    void set(int row, double[] values, int from, int count) {
      cells.put(row, values, from, count);
    }

    @Override
    void setMissing(int row) {
      cells.put(row, Double.NaN);
    }

    @Override
    OnnxTensor tensor(TextGather texts, int rows) throws OrtException {
      return OnnxTensor.createTensor(
          OrtEnvironment.getEnvironment(), cells.duplicate().limit(rows), new long[] {rows});
    }

    @Override
    void clear(int rows) {
      for (int row = 0; row < rows; row++) {
        setMissing(row);
      }
    }
  }

  private static final class Time extends InputColumn {
    private final LongBuffer cells;

    Time(Signature.Input input, int capacity) {
      super(input);
      cells = direct(capacity, Long.BYTES).asLongBuffer();
      clear(capacity);
    }

    @Override
    void setMillis(int row, long value) {
      cells.put(row, value);
    }

    @Override
    void setMillis(int row, long[] values, int from, int count) {
      cells.put(row, values, from, count);
    }

    @Override
    void setMissing(int row) {
      cells.put(row, Long.MIN_VALUE);
    }

    @Override
    OnnxTensor tensor(TextGather texts, int rows) throws OrtException {
      return OnnxTensor.createTensor(
          OrtEnvironment.getEnvironment(), cells.duplicate().limit(rows), new long[] {rows});
    }

    @Override
    void clear(int rows) {
      for (int row = 0; row < rows; row++) {
        setMissing(row);
      }
    }
  }
}
