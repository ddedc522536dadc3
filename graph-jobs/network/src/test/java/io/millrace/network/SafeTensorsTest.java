package io.millrace.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafeTensorsTest {
  private static final double[] ODD = {
    0.1, -0.0, Double.NaN, Double.POSITIVE_INFINITY, Double.MIN_VALUE, 1e300
  };
  private static final List<Tensor> TENSORS =
      List.of(
          new Tensor.Floats("a \"é\"", new long[] {3}, new float[] {1.5f, -0.0f, Float.NaN}),
          new Tensor.Doubles("z", new long[] {2, 3}, ODD),
          new Tensor.Doubles("empty", new long[] {0, 7}, new double[0]),
          new Tensor.Doubles("scalar", new long[0], new double[] {42}));

  @Test
  void valuesAndShapesComeBackToTheBit() {
    Map<String, Tensor> read = SafeTensors.read(SafeTensors.write(TENSORS));
    assertThat(read.keySet()).containsExactly("empty", "scalar", "z", "a \"é\"");
    for (Tensor tensor : TENSORS) {
      assertThat(read.get(tensor.name()))
          .usingRecursiveComparison()
          .withComparatorForType(Double::compare, Double.class)
          .withComparatorForType(Float::compare, Float.class)
          .isEqualTo(tensor);
    }
  }

  @Test
  void theOrderOfTheTensorsMakesNoDifference() {
    List<Tensor> reversed = List.of(TENSORS.get(3), TENSORS.get(2), TENSORS.get(1), TENSORS.get(0));
    assertThat(SafeTensors.write(reversed)).isEqualTo(SafeTensors.write(TENSORS));
  }

  @Test
  void theBytesAreThoseOfTheFormat() {
    byte[] file =
        SafeTensors.write(List.of(new Tensor.Floats("x", new long[] {2}, new float[] {1, -2})));
    String header = "{\"x\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}";
    ByteBuffer buffer = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    int length = (int) buffer.getLong();
    assertThat(length % 8).isZero();
    assertThat(new String(file, 8, length, StandardCharsets.UTF_8).stripTrailing())
        .isEqualTo(header);
    assertThat(buffer.getFloat(8 + length)).isEqualTo(1f);
    assertThat(buffer.getFloat(12 + length)).isEqualTo(-2f);
    assertThat(file).hasSize(16 + length);
  }

  @Test
  void metadataOfOtherWritersIsPassedOver() {
    byte[] file =
        file("{\"__metadata__\":{\"format\":\"pt\"},\"x\":" + entry("F64", 0, 8) + "}", 8);
    assertThat(SafeTensors.read(file).keySet()).containsExactly("x");
  }

  @Test
  void anyCutIsFound() {
    byte[] file = SafeTensors.write(TENSORS);
    for (int length = 0; length < file.length; length++) {
      byte[] cut = Arrays.copyOf(file, length);
      assertThatThrownBy(() -> SafeTensors.read(cut))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("Cannot read the safetensors file: ");
    }
    assertThatThrownBy(() -> SafeTensors.read(Arrays.copyOf(file, file.length + 1)))
        .hasMessageContaining("its tensors take 68 bytes (expected 69");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[]| is no object",
        "{\"x\":| is no JSON",
        "{} {}| is no JSON",
        "{\"x\":{\"dtype\":\"F16\",\"shape\":[1],\"data_offsets\":[0,8]}}| type 'F16' (expected F64 or F32)",
        "{\"x\":{\"dtype\":\"F64\",\"data_offsets\":[0,8]}}| 'shape' of tensor 'x' is no list",
        "{\"x\":{\"dtype\":\"F64\",\"shape\":[1.5],\"data_offsets\":[0,8]}}| is [1.5] (expected whole",
        "{\"x\":{\"dtype\":\"F64\",\"shape\":[-1],\"data_offsets\":[0,8]}}| is negative",
        "{\"x\":{\"dtype\":\"F64\",\"shape\":[4294967296,4294967296],\"data_offsets\":[0,8]}}| is too large",
        "{\"x\":{\"dtype\":\"F64\",\"shape\":[1],\"data_offsets\":[0]}}| 1 offsets (expected 2)",
        "{\"x\":{\"dtype\":\"F64\",\"shape\":[1],\"data_offsets\":[8,0]}}| from 8 to 0",
        "{\"x\":{\"dtype\":\"F64\",\"shape\":[2],\"data_offsets\":[0,8]}}| expected 2 values of 8 bytes",
        "{\"x\":{\"dtype\":\"F64\",\"shape\":[2],\"data_offsets\":[0,16]}}| its tensors take 16 bytes (expected 8",
        "{\"x\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}| 'x' starts at 4 (expected 0",
      })
  void wrongHeadersAreNamed(String header, String expected) {
    assertThatThrownBy(() -> SafeTensors.read(file(header, 8)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(expected.strip());
  }

  @Test
  void tensorsThatOverlapOrRepeatAreRefused() {
    String overlap = "{\"x\":%s,\"y\":%s}".formatted(entry("F64", 0, 8), entry("F64", 0, 8));
    assertThatThrownBy(() -> SafeTensors.read(file(overlap, 8)))
        .hasMessageContaining("tensor 'y' starts at 0 (expected 8");
    String repeat = "{\"x\":%s,\"x\":%s}".formatted(entry("F64", 0, 8), entry("F64", 8, 16));
    assertThatThrownBy(() -> SafeTensors.read(file(repeat, 16)))
        .hasMessageContaining("Duplicate field 'x'");
    assertThatThrownBy(() -> SafeTensors.write(List.of(TENSORS.get(0), TENSORS.get(0))))
        .hasMessageContaining("two are named 'a \"é\"'");
  }

  @Test
  void aHugeHeaderIsRefusedBeforeItIsRead() {
    byte[] file = ByteBuffer.allocate(16).putLong(-1).array();
    assertThatThrownBy(() -> SafeTensors.read(file))
        .hasMessageContaining("its header has 18446744073709551615 bytes");
  }

  @Test
  void aTensorNeedsOneValueForEachPlace() {
    assertThatThrownBy(() -> new Tensor.Doubles("w", new long[] {2, 2}, new double[3]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Cannot use tensor 'w': its shape [2, 2] is not that of 3 values");
  }

  private static String entry(String type, int begin, int end) {
    return "{\"dtype\":\"%s\",\"shape\":[1],\"data_offsets\":[%d,%d]}".formatted(type, begin, end);
  }

  private static byte[] file(String header, int values) {
    byte[] text = header.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(8 + text.length + values)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(text.length)
        .put(text)
        .array();
  }
}
