package io.millrace.network;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads one safetensors file and trusts nothing that it says. */
final class SafeTensorsReader {
  /** The limit of the format's own implementation. */
  private static final long MAX_HEADER = 100_000_000;

  private static final String METADATA = "__metadata__";

  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private final byte[] file;

  SafeTensorsReader(byte[] file) {
    this.file = file;
  }

  /** Where a tensor's values are, in bytes behind the header. */
  private record Entry(String name, boolean doubles, long[] shape, long begin, long end) {}

  Map<String, Tensor> read() {
    int headerLength = headerLength();
    ByteBuffer values =
        ByteBuffer.wrap(file, Long.BYTES + headerLength, file.length - Long.BYTES - headerLength)
            .slice()
            .order(ByteOrder.LITTLE_ENDIAN);
    List<Entry> entries = entries(header(headerLength));
    requireWhole(entries, values.capacity());
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    entries.forEach(entry -> tensors.put(entry.name(), tensor(entry, values)));
    return tensors;
  }

  private int headerLength() {
    if (file.length < Long.BYTES) {
      throw wrong("it has %d bytes (expected at least 8)".formatted(file.length), null);
    }
    long length = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getLong();
    if (length < 0 || length > MAX_HEADER) {
      String found = Long.toUnsignedString(length);
      throw wrong(
          "its header has %s bytes (expected at most %d)".formatted(found, MAX_HEADER), null);
    }
    if (length > file.length - Long.BYTES) {
      throw wrong(
          "its header has %d bytes (expected at most the %d that follow); the file is cut"
              .formatted(length, file.length - Long.BYTES),
          null);
    }
    return (int) length;
  }

  private JsonNode header(int length) {
    try {
      JsonNode header = JSON.readTree(file, Long.BYTES, length);
      if (!header.isObject()) {
        throw wrong("its header is no object (expected one entry for each tensor)", null);
      }
      return header;
    } catch (IOException e) {
      throw wrong("its header is no JSON (expected one object): " + e.getMessage(), e);
    }
  }

  private static List<Entry> entries(JsonNode header) {
    List<Entry> entries = new ArrayList<>();
    header
        .fields()
        .forEachRemaining(
            field -> {
              if (!field.getKey().equals(METADATA)) {
                entries.add(entry(field.getKey(), field.getValue()));
              }
            });
    entries.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
    return entries;
  }

  private static Entry entry(String name, JsonNode node) {
    String type = node.path("dtype").asText();
    boolean doubles = type.equals(SafeTensors.DOUBLES);
    if (!doubles && !type.equals(SafeTensors.FLOATS)) {
      throw wrong(
          "tensor '%s' has the type '%s' (expected F64 or F32)".formatted(name, type), null);
    }
    long[] shape = numbers(name, node, "shape");
    long[] offsets = numbers(name, node, "data_offsets");
    if (offsets.length != 2) {
      throw wrong("tensor '%s' has %d offsets (expected 2)".formatted(name, offsets.length), null);
    }
    Entry entry = new Entry(name, doubles, shape, offsets[0], offsets[1]);
    requireLength(entry);
    return entry;
  }

  private static long[] numbers(String name, JsonNode node, String key) {
    JsonNode array = node.path(key);
    long[] numbers = new long[array.size()];
    for (int i = 0; i < numbers.length; i++) {
      JsonNode number = array.get(i);
      if (number == null || !number.canConvertToLong() || !number.isIntegralNumber()) {
        throw wrong(
            "'%s' of tensor '%s' is %s (expected whole numbers)".formatted(key, name, array), null);
      }
      numbers[i] = number.longValue();
    }
    if (!array.isArray()) {
      throw wrong(
          "'%s' of tensor '%s' is no list (expected whole numbers)".formatted(key, name), null);
    }
    return numbers;
  }

  private static void requireLength(Entry entry) {
    long count = Tensor.count(entry.name(), entry.shape());
    long width = entry.doubles() ? Double.BYTES : Float.BYTES;
    boolean ordered = entry.begin() >= 0 && entry.end() >= entry.begin();
    long length = entry.end() - entry.begin();
    if (!ordered || length % width != 0 || length / width != count) {
      throw wrong(
          "tensor '%s' lies from %d to %d (expected %d values of %d bytes)"
              .formatted(entry.name(), entry.begin(), entry.end(), count, width),
          null);
    }
  }

  private static void requireWhole(List<Entry> entries, long size) {
    long end = 0;
    for (Entry entry : entries) {
      if (entry.begin() != end) {
        throw wrong(
            "tensor '%s' starts at %d (expected %d, where the one before it ends)"
                .formatted(entry.name(), entry.begin(), end),
            null);
      }
      end = entry.end();
    }
    if (end != size) {
      throw wrong(
          "its tensors take %d bytes (expected %d, as follow the header)".formatted(end, size),
          null);
    }
  }

  private static Tensor tensor(Entry entry, ByteBuffer values) {
    ByteBuffer own =
        values
            .slice((int) entry.begin(), (int) (entry.end() - entry.begin()))
            .order(ByteOrder.LITTLE_ENDIAN);
    if (entry.doubles()) {
      double[] doubles = new double[own.capacity() / Double.BYTES];
      own.asDoubleBuffer().get(doubles);
      return new Tensor.Doubles(entry.name(), entry.shape(), doubles);
    }
    float[] floats = new float[own.capacity() / Float.BYTES];
    own.asFloatBuffer().get(floats);
    return new Tensor.Floats(entry.name(), entry.shape(), floats);
  }

  private static IllegalArgumentException wrong(String what, @Nullable Exception cause) {
    return new IllegalArgumentException(
        "Cannot read the safetensors file: %s.".formatted(what), cause);
  }
}
