package io.millrace.jobs.clean;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** A made-up, sound table of orders: each row maps columns to typed values. */
final class Orders {
  /** Times without seconds are written with them, as Spark writes them. */
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

  /** How the definition says that days are written in text. */
  static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("dd.MM.yyyy");

  static final List<String> COLUMNS =
      List.of(
          "id",
          "time",
          "day",
          "amount",
          "quantity",
          "discount",
          "express",
          "code",
          "country",
          "channel",
          "customer",
          "ship to.city");

  static final List<String> COUNTRIES = List.of("DE", "FR", "CL", "JP", "IS");

  private Orders() {}

  static List<Map<String, Object>> sound(int rows, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Map<String, Object>> table = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      table.add(order(i, random));
    }
    return table;
  }

  private static Map<String, Object> order(int i, SplittableRandom random) {
    LocalDateTime time =
        LocalDateTime.of(1969, 6, 1, 0, 0).plusSeconds(random.nextLong(2_000_000_000L));
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("id", 9_000_000_000_000_000_000L + i);
    row.put("time", time);
    row.put("day", LocalDate.of(1999, 12, 30).plusDays(random.nextInt(900)));
    row.put("amount", random.nextInt(1, 100_000) / 100.0);
    row.put("quantity", (double) random.nextInt(1, 101));
    row.put("discount", random.nextInt(0, 90) / 100f);
    row.put("express", random.nextBoolean());
    row.put(
        "code",
        "%c%c'%03d"
            .formatted('A' + random.nextInt(26), 'A' + random.nextInt(26), random.nextInt(1000)));
    row.put("country", COUNTRIES.get(random.nextInt(COUNTRIES.size())));
    row.put("channel", List.of("web", "shop", "by phone").get(random.nextInt(3)));
    row.put("customer", "customer " + random.nextInt(5000));
    row.put(
        "ship to.city",
        List.of("São Paulo", "Köln, \"am Dom\"", "東京", "Reykjavík").get(random.nextInt(4)));
    return row;
  }

  /** A value as it stands in a text file. */
  static String text(Object value) {
    if (value instanceof LocalDate day) {
      return day.format(DAY);
    }
    return value instanceof Double number && number == Math.rint(number) && number < 1e9
        ? String.valueOf(number.longValue())
        : String.valueOf(value);
  }

  /** A sound value as it must stand in the cleaned table, cast to text by Spark. */
  static String cleaned(String column, Object value) {
    if (value instanceof LocalDateTime time) {
      return time.format(TIME);
    }
    return column.equals("quantity")
        ? String.valueOf(((Double) value).longValue())
        : String.valueOf(value);
  }
}
