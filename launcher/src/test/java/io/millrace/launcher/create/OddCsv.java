package io.millrace.launcher.create;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Random;

/** A table as office programs write it, with a column that is only known afterwards. */
final class OddCsv {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("dd.MM.yyyy HH:mm");
  private static final long SEED = 7;

  private OddCsv() {}

  /** Orders of half a day each; every tenth amount is missing, and one row is broken. */
  static Path write(Path file, int rows) throws IOException {
    Random random = new Random(SEED);
    StringBuilder text =
        new StringBuilder("Order ID;Placed on;Total Amount;Shop;Country;Refund date;returned\r\n");
    for (int i = 0; i < rows; i++) {
      LocalDateTime placed = LocalDateTime.of(2024, 1, 1, 8, 15).plusHours(12L * i);
      String shop = random.nextBoolean() ? "\"North; \"\"old\"\" town\"" : "South";
      boolean returned = random.nextDouble() < (shop.equals("South") ? 0.2 : 0.7);
      String amount = i % 10 == 3 ? "NA" : (i * 37 % rows) + ".5";
      text.append(
          "%d;%s;%s;%s;DE;%s;%s\r\n"
              .formatted(
                  1000 + i * 7 % rows,
                  TIME.format(placed),
                  amount,
                  shop,
                  returned ? "paid back" : "",
                  returned ? "yes" : "no"));
      if (i == rows / 2) {
        text.append("broken;row\r\n");
      }
    }
    return Files.writeString(file, text);
  }
}
