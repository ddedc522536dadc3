package io.millrace.bigdl.data;

import io.millrace.spec.target.SplitLetters;
import java.io.Serializable;
import java.nio.ByteBuffer;
import org.apache.parquet.io.api.Binary;

/**
 * The rows of files that a part of one of several splits has.
 *
 * @param number of the split, from 0
 * @param letter of the part, see {@link SplitLetters}
 */
public record Selection(int number, char letter) implements Serializable {
  /** The rows of a part, such as train. */
  public static Selection of(int number, String part) {
    return new Selection(number, SplitLetters.of(part));
  }

  boolean has(Binary letters) {
    ByteBuffer bytes = letters.toByteBuffer();
    // All letters take one byte.
    return number < bytes.remaining() && bytes.get(bytes.position() + number) == letter;
  }
}
