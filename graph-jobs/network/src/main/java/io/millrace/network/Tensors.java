package io.millrace.network;

import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** Constant tensors of ONNX graphs. */
final class Tensors {
  /** Protobuf counts bytes in an int; a sixteenth is left for the nodes and the vocabularies. */
  private static final long MAX_BYTES = Integer.MAX_VALUE / 16L * 15L;

  private Tensors() {}

  static TensorProto int64(long value) {
    return raw(DataType.INT64, buffer(1, Long.BYTES).putLong(value));
  }

  static TensorProto int64s(long... values) {
    ByteBuffer buffer = buffer(values.length, Long.BYTES);
    buffer.asLongBuffer().put(values);
    return raw(DataType.INT64, buffer, values.length);
  }

  static TensorProto int32s(int... values) {
    ByteBuffer buffer = buffer(values.length, Integer.BYTES);
    buffer.asIntBuffer().put(values);
    return raw(DataType.INT32, buffer, values.length);
  }

  static TensorProto real(double value) {
    return raw(DataType.DOUBLE, buffer(1, Double.BYTES).putDouble(value));
  }

  static TensorProto reals(double... values) {
    ByteBuffer buffer = buffer(values.length, Double.BYTES);
    buffer.asDoubleBuffer().put(values);
    return raw(DataType.DOUBLE, buffer, values.length);
  }

  static TensorProto floats(float... values) {
    return floats(new long[] {values.length}, values);
  }

  /**
   * @param shape its product is the number of values
   */
  static TensorProto floats(long[] shape, float... values) {
    ByteBuffer buffer = buffer(values.length, Float.BYTES);
    buffer.asFloatBuffer().put(values);
    return raw(DataType.FLOAT, buffer, shape);
  }

  /**
   * @param rows all of the same length
   */
  static TensorProto matrix(double[][] rows) {
    int width = rows[0].length;
    ByteBuffer buffer = buffer((long) rows.length * width, Double.BYTES);
    for (double[] row : rows) {
      for (double value : row) {
        buffer.putDouble(value);
      }
    }
    return raw(DataType.DOUBLE, buffer, rows.length, width);
  }

  static TensorProto strings(List<String> values) {
    TensorProto.Builder tensor =
        TensorProto.newBuilder().setDataType(DataType.STRING.getNumber()).addDims(values.size());
    values.forEach(v -> tensor.addStringData(ByteString.copyFromUtf8(v)));
    return tensor.build();
  }

  /** Throws if constants of this size do not fit into one file. */
  static void requireRoom(long bytes) {
    if (bytes > MAX_BYTES) {
      throw new IllegalArgumentException(
          ("Cannot write the model as one ONNX file: its constants take %d bytes or more (expected"
                  + " at most %d). Use smaller vocabularies, fewer buckets, fewer classes or narrower"
                  + " layers.")
              .formatted(bytes, MAX_BYTES));
    }
  }

  private static ByteBuffer buffer(long count, int width) {
    requireRoom(count * width);
    return ByteBuffer.allocate(Math.toIntExact(count * width)).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static TensorProto raw(DataType type, ByteBuffer buffer, long... dims) {
    TensorProto.Builder tensor = TensorProto.newBuilder().setDataType(type.getNumber());
    for (long dim : dims) {
      tensor.addDims(dim);
    }
    return tensor.setRawData(UnsafeByteOperations.unsafeWrap(buffer.array())).build();
  }
}
