package io.millrace.handoff.definition;

/**
 * Something wrong in a definition, or with the input that it names.
 *
 * @param file the definition's file as it was given, {@code --set <key>} for a value set from
 *     outside, empty for a problem of the input data
 * @param line from 1; 0 where there is none
 * @param key the full path of the key, such as {@code features.hour.column}; empty for the whole
 *     file
 * @param message a sentence that says what is wrong and what was expected
 */
public record Problem(String file, int line, String key, String message) {
  /** {@code conf/x.conf:12: message}, or {@code key: message} where there is no file. */
  @Override
  public String toString() {
    if (file.isEmpty()) {
      return key + ": " + message;
    }
    return line > 0 ? "%s:%d: %s".formatted(file, line, message) : file + ": " + message;
  }
}
