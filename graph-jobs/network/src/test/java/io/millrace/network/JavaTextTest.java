package io.millrace.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JavaTextTest {
  @ParameterizedTest
  @ValueSource(
      strings = {"", "plain", "a\0b", "Zürich", "ߐࠀ", "東京", "😀 and 𝔘", "\uffff\u007f\u0080"})
  void isTheModifiedUtf8OfTheJavaPlatform(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    new DataOutputStream(bytes).writeUTF(text);
    byte[] all = bytes.toByteArray();
    assertThat(JavaText.bytes(text).toByteArray())
        .isEqualTo(Arrays.copyOfRange(all, Short.BYTES, all.length));
  }
}
