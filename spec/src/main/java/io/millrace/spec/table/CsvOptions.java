package io.millrace.spec.table;

/**
 * How a CSV file is written.
 *
 * @param header whether the first line of every file names the columns
 * @param trim whether blanks around values are dropped
 * @param missing the text that stands for a missing value, besides an empty field
 */
public record CsvOptions(char delimiter, boolean header, boolean trim, String missing) {
  /** Comma-separated with a header, as RFC 4180 says. */
  public static final CsvOptions DEFAULT = new CsvOptions(',', true, false, "");
}
