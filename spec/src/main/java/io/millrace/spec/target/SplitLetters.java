package io.millrace.spec.target;

/**
 * How one text says where a row is in each of several splits: one letter for each split, in their
 * order. Rows of data sets with several splits carry it in the column {@link #COLUMN}.
 */
public final class SplitLetters {
  public static final String COLUMN = "__splits";

  /** In none of the three parts. */
  public static final char NONE = '-';

  private static final String PARTS = "tve";

  /** The letters of train, valid and test, and the one of none. */
  public static final String ALL = PARTS + NONE;

  private SplitLetters() {}

  /**
   * The letter of a part.
   *
   * @param part one of {@link SplitSpec#NAMES}
   */
  public static char of(String part) {
    int place = SplitSpec.NAMES.indexOf(part);
    if (place < 0) {
      throw new IllegalArgumentException(
          "Cannot name '%s' by a letter (expected one of %s).".formatted(part, SplitSpec.NAMES));
    }
    return PARTS.charAt(place);
  }

  /** Of a row that only one of the splits has, and has in this part. */
  public static String only(int number, String part, int splits) {
    return String.valueOf(NONE).repeat(number)
        + of(part)
        + String.valueOf(NONE).repeat(splits - number - 1);
  }
}
