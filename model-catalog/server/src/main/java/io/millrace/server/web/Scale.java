package io.millrace.server.web;

import java.util.ArrayList;
import java.util.List;

/** From values to places on an axis. */
record Scale(double low, double high, double from, double to) {
  /** Where all values are the same, they stand in the middle. */
  static Scale between(double low, double high, double from, double to) {
    return new Scale(low, high, from, to);
  }

  double at(double value) {
    return high > low ? from + (value - low) / (high - low) * (to - from) : (from + to) / 2;
  }

  /** The distance of about so many round values: 1, 2 or 5 times a power of ten. */
  double step(int about) {
    double exact = (high - low) / about;
    double power = Math.pow(10, Math.floor(Math.log10(exact)));
    double digit = exact / power;
    return power * (digit < 1.5 ? 1 : digit < 3.5 ? 2 : digit < 7.5 ? 5 : 10);
  }

  /** Round values within the scale. */
  List<Double> round(int about) {
    double step = step(about);
    List<Double> values = new ArrayList<>();
    for (long i = (long) Math.ceil(low / step); i * step <= high; i++) {
      values.add(i * step);
    }
    return values;
  }
}
