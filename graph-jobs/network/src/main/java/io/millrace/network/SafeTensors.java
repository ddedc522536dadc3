package io.millrace.network;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * The safetensors format: eight bytes with the length of the header, the header as JSON, then the
 * values, all little-endian. Tensors of doubles stand before those of floats and each kind by name,
 * so that every tensor is aligned and the same tensors give the same bytes.
 */
public final class SafeTensors {
  static final String DOUBLES = "F64";
  static final String FLOATS = "F32";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int ALIGNMENT = 8;

  private SafeTensors() {}

  /**
   * Returns the bytes of a file with these tensors.
   *
   * @throws IllegalArgumentException if two tensors have the same name or the file would be larger
   *     than an array
   */
  public static byte[] write(Collection<? extends Tensor> tensors) {
    List<Tensor> sorted =
        tensors.stream()
            .map(Tensor.class::cast)
            .sorted(Comparator.comparing(SafeTensors::width).reversed().thenComparing(Tensor::name))
            .toList();
    byte[] header = header(sorted);
    long size = Long.BYTES + (long) header.length;
    for (Tensor tensor : sorted) {
      size += bytes(tensor);
    }
    ByteBuffer buffer = allocate(size).putLong(header.length).put(header);
    sorted.forEach(tensor -> put(buffer, tensor));
    return buffer.array();
  }

  /**
   * Returns the tensors of a file by name, in the order of their values.
   *
   * @throws IllegalArgumentException if the file is cut, its header is wrong in any way, tensors
   *     overlap or leave gaps, or a type is neither F64 nor F32
   */
  public static Map<String, Tensor> read(byte[] file) {
    return new SafeTensorsReader(file).read();
  }

  private static byte[] header(List<Tensor> tensors) {
    ObjectNode header = JSON.createObjectNode();
    long offset = 0;
    for (Tensor tensor : tensors) {
      if (header.has(tensor.name())) {
        throw new IllegalArgumentException(
            "Cannot write tensors: two are named '%s' (expected unique names)."
                .formatted(tensor.name()));
      }
      ObjectNode entry = header.putObject(tensor.name());
      entry.put("dtype", width(tensor) == Double.BYTES ? DOUBLES : FLOATS);
      Arrays.stream(tensor.shape()).forEach(entry.putArray("shape")::add);
      entry.putArray("data_offsets").add(offset).add(offset + bytes(tensor));
      offset += bytes(tensor);
    }
    return padded(header);
  }

  private static byte[] padded(ObjectNode header) {
    try {
      byte[] text = JSON.writeValueAsString(header).getBytes(StandardCharsets.UTF_8);
      byte[] padded = Arrays.copyOf(text, (text.length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT);
      Arrays.fill(padded, text.length, padded.length, (byte) ' ');
      return padded;
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A tree of JSON nodes can always be written", e);
    }
  }

  private static ByteBuffer allocate(long size) {
    if (size > Integer.MAX_VALUE - ALIGNMENT) {
      throw new IllegalArgumentException(
          "Cannot write tensors: they take %d bytes (expected less than 2 GiB).".formatted(size));
    }
    return ByteBuffer.allocate((int) size).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static int width(Tensor tensor) {
    return tensor instanceof Tensor.Doubles ? Double.BYTES : Float.BYTES;
  }

  private static long bytes(Tensor tensor) {
    return width(tensor) * Tensor.count(tensor.name(), tensor.shape());
  }

  private static void put(ByteBuffer buffer, Tensor tensor) {
    if (tensor instanceof Tensor.Doubles doubles) {
      buffer.asDoubleBuffer().put(doubles.values());
    } else {
      buffer.asFloatBuffer().put(((Tensor.Floats) tensor).values());
    }
    buffer.position(buffer.position() + Math.toIntExact(bytes(tensor)));
  }
}
