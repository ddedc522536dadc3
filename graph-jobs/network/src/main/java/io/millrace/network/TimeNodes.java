package io.millrace.network;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import io.millrace.spec.feature.DatePart;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;

/**
 * Transforms of times: int64 [rows], milliseconds since 1970-01-01T00:00, Long.MIN_VALUE where
 * missing. ONNX's Mod follows the sign of the divisor, so what it gives is never negative here, and
 * its truncating Div is only used on numbers that are not negative or divide without rest.
 */
final class TimeNodes {
  private static final long MINUTE = 60_000;
  private static final long HOUR = 60 * MINUTE;
  private static final long DAY = 24 * HOUR;

  /** Days of 400 years, after which the calendar repeats. */
  private static final long ERA = 146_097;

  /** From 1 March of the year 0 to 1 January 1970. */
  private static final long EPOCH_FROM_MARCH = 719_468;

  /** 1 March is day 59 in a common year (from 0); the months from it on have 306 days. */
  private static final int DAYS_BEFORE_MARCH = 59;

  private static final int DAYS_FROM_MARCH = 306;

  private final Graph graph;
  private final Map<String, String> known = new HashMap<>();

  TimeNodes(Graph graph) {
    this.graph = graph;
  }

  /** Returns int64 [rows]: 1 + part, 0 where missing. */
  String part(DatePart part, String time) {
    String key = part + " " + time;
    String index = known.get(key);
    if (index == null) {
      String missing = graph.op("Equal", time, graph.int64(Long.MIN_VALUE));
      String safe = graph.op("Where", missing, graph.int64(0), time);
      String fromOne = graph.op("Add", value(part, safe), graph.int64(1));
      index = graph.op("Where", missing, graph.int64(0), fromOne);
      known.put(key, index);
    }
    return index;
  }

  /**
   * Returns float [rows] from one value for each part, 0 where missing.
   *
   * @param function of the part
   */
  String circle(DatePart part, String time, IntToFloat function) {
    float[] table = new float[part.size() + 1];
    for (int i = 0; i < part.size(); i++) {
      table[i + 1] = function.apply(i);
    }
    return graph.gather(graph.constant(Tensors.floats(table)), part(part, time), 0);
  }

  /** A float for each part of a time. */
  interface IntToFloat {
    float apply(int part);
  }

  private String value(DatePart part, String time) {
    return switch (part) {
      case MINUTE_OF_HOUR -> within(time, HOUR, MINUTE);
      case MINUTE_OF_DAY -> within(time, DAY, MINUTE);
      case HOUR -> within(time, DAY, HOUR);
      // 1 January 1970 was a Thursday.
      case WEEKDAY -> graph.op("Mod", plus(days(time), 3), graph.int64(7));
      case MONTH -> fromMarchDay(time, date -> date.getMonthValue() - 1);
      case DAY_OF_MONTH -> fromMarchDay(time, date -> date.getDayOfMonth() - 1);
      case DAY_OF_YEAR -> dayOfYear(time);
    };
  }

  private String within(String time, long period, long unit) {
    return over(graph.op("Mod", time, graph.int64(period)), unit);
  }

  private String days(String time) {
    return over(graph.op("Sub", time, graph.op("Mod", time, graph.int64(DAY))), DAY);
  }

  /** Days since the last 1 March of a year that 400 divides. */
  private String dayOfEra(String time) {
    return graph.op("Mod", plus(days(time), EPOCH_FROM_MARCH), graph.int64(ERA));
  }

  /** With years from 1 March a leap day is the last of its year: days give years by division. */
  private String yearOfEra(String day) {
    String withoutLeaps = minus(day, over(day, 1460));
    withoutLeaps = graph.op("Add", withoutLeaps, over(day, 36_524));
    return over(minus(withoutLeaps, over(day, ERA - 1)), 365);
  }

  private String marchDay(String day, String year) {
    String start = graph.op("Mul", year, graph.int64(365));
    start = minus(graph.op("Add", start, over(year, 4)), over(year, 100));
    return minus(day, start);
  }

  /** The day from 1 March alone tells the month and its day. */
  private String fromMarchDay(String time, ToIntFunction<LocalDate> function) {
    LocalDate march = LocalDate.of(1999, 3, 1);
    int[] table =
        IntStream.range(0, 366).map(i -> function.applyAsInt(march.plusDays(i))).toArray();
    String day = dayOfEra(time);
    String entry =
        graph.gather(graph.constant(Tensors.int32s(table)), marchDay(day, yearOfEra(day)), 0);
    return graph.cast(entry, DataType.INT64);
  }

  private String dayOfYear(String time) {
    String day = dayOfEra(time);
    String year = yearOfEra(day);
    String marchDay = marchDay(day, year);
    String fromMarch = graph.op("Add", plus(marchDay, DAYS_BEFORE_MARCH), leap(year));
    String early = graph.op("Less", marchDay, graph.int64(DAYS_FROM_MARCH));
    return graph.op("Where", early, fromMarch, plus(marchDay, -DAYS_FROM_MARCH));
  }

  /** 1 in leap years; the era starts with one. */
  private String leap(String year) {
    String leap = minus(divides(4, year), divides(100, year));
    return graph.op("Add", leap, divides(400, year));
  }

  private String divides(long divisor, String year) {
    String rest = graph.op("Mod", year, graph.int64(divisor));
    return graph.cast(graph.op("Equal", rest, graph.int64(0)), DataType.INT64);
  }

  private String over(String value, long divisor) {
    return graph.op("Div", value, graph.int64(divisor));
  }

  private String plus(String value, long other) {
    return graph.op("Add", value, graph.int64(other));
  }

  private String minus(String value, String other) {
    return graph.op("Sub", value, other);
  }
}
