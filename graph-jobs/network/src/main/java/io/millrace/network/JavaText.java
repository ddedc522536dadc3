package io.millrace.network;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;

/**
 * Texts as ONNX Runtime's Java API hands them over: in modified UTF-8, where a character beyond
 * U+FFFF is two surrogates of three bytes each and U+0000 has two bytes. All other callers pass
 * UTF-8, so a file that is to look such texts up must know both forms.
 */
final class JavaText {
  private JavaText() {}

  static ByteString bytes(String text) {
    ByteBuffer bytes = ByteBuffer.allocate(3 * text.length());
    for (int i = 0; i < text.length(); i++) {
      put(bytes, text.charAt(i));
    }
    return ByteString.copyFrom(bytes.flip());
  }

  private static void put(ByteBuffer bytes, char c) {
    if (c != 0 && c < 0x80) {
      bytes.put((byte) c);
    } else if (c < 0x800) {
      bytes.put((byte) (0xc0 | (c >> 6))).put((byte) (0x80 | (c & 0x3f)));
    } else {
      bytes.put((byte) (0xe0 | (c >> 12)));
      bytes.put((byte) (0x80 | ((c >> 6) & 0x3f))).put((byte) (0x80 | (c & 0x3f)));
    }
  }
}
