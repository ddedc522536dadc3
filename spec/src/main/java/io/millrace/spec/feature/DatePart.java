package io.millrace.spec.feature;

import java.util.Locale;

/** A part of a timestamp, as a number from 0 to size - 1. */
public enum DatePart {
  MINUTE_OF_HOUR(60),
  MINUTE_OF_DAY(1440),
  HOUR(24),
  /** Monday is 0. */
  WEEKDAY(7),
  /** The first day is 0. */
  DAY_OF_MONTH(31),
  /** 1 January is 0. */
  DAY_OF_YEAR(366),
  /** January is 0. */
  MONTH(12);

  private final int size;

  DatePart(int size) {
    this.size = size;
  }

  /** Number of different values. */
  public int size() {
    return size;
  }

  /** The name as it stands in definitions: {@code minute-of-day}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
