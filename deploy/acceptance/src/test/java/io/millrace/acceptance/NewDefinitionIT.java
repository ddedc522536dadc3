package io.millrace.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code millrace new} writes is a whole definition: it can be planned, and it runs. */
class NewDefinitionIT {
  private static final long SEED = 7;
  private static final int ROWS = 1_200;

  @TempDir Path folder;

  @Test
  void planTakesWhatWasMadeFromTheDemosParquet() throws Exception {
    Path flights = Launch.HOME.resolve("data/flights/flights-3m.parquet");

    Launch.Ended made =
        Launch.millrace(
            folder, "new", flights.toString(), "--label", "delay", "--output", "a.conf");

    assertThat(made.code()).as(made.err()).isZero();
    assertThat(made.out()).contains("Label: delay, regression", "plan a.conf");
    Launch.Ended plan = Launch.millrace(folder, "plan", "a.conf");
    assertThat(plan.code()).as(plan.err()).isZero();
    assertThat(plan.out()).contains("train-linear-regression", "train-mlp");
  }

  @Test
  void planTakesWhatWasMadeFromCsvWithoutHeader() throws Exception {
    Path adult = Datasets.folder("adult", "adult.data").resolve("adult.data");

    Launch.Ended made = Launch.millrace(folder, "new", adult.toString(), "--output", "a.conf");

    assertThat(made.code()).as(made.err()).isZero();
    assertThat(made.out()).contains("Label: column_15, binary (a guess");
    assertThat(Files.readString(folder.resolve("a.conf")))
        .contains("header = false", "trim = true", "missing = \"?\"", "positive = [\">50K\"]");
    Launch.Ended plan = Launch.millrace(folder, "plan", "a.conf");
    assertThat(plan.code()).as(plan.err()).isZero();
  }

  @Test
  @Tag("full")
  void runsWhatWasMadeFromOddCsvAndNeverOverwritesIt() throws Exception {
    odd(folder.resolve("odd orders.csv"));

    Launch.Ended made = Launch.millrace(folder, "new", "odd orders.csv");

    assertThat(made.code()).as(made.err()).isZero();
    Path file = folder.resolve("odd-orders.conf");
    String text = Files.readString(file);
    Launch.Ended again = Launch.millrace(folder, "new", "odd orders.csv");
    assertThat(again.code()).isEqualTo(2);
    assertThat(again.err()).contains("Cannot write 'odd-orders.conf': it is there already");
    assertThat(file).hasContent(text);
    Launch.Ended run =
        Launch.millrace(folder, "run", file.toString(), "--json", "--set", "resources.memory=2g");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(new ObjectMapper().readTree(run.out()).path("models")).hasSize(2);
  }

  /** Semicolons, blanks in names, quotes, missing values, a broken row, German times. */
  private static void odd(Path file) throws Exception {
    Random random = new Random(SEED);
    DateTimeFormatter time = DateTimeFormatter.ofPattern("dd.MM.yyyy HH:mm");
    StringBuilder text = new StringBuilder("Order ID;Placed on;Total Amount;Shop;returned\r\n");
    for (int i = 0; i < ROWS; i++) {
      boolean north = random.nextBoolean();
      boolean returned = random.nextDouble() < (north ? 0.75 : 0.2);
      text.append(
          "%d;%s;%s;%s;%s\r\n"
              .formatted(
                  5_000 + i * 7 % ROWS,
                  time.format(LocalDateTime.of(2024, 1, 1, 8, 15).plusHours(4L * i)),
                  i % 10 == 3 ? "" : i * 37 % ROWS + ".5",
                  north ? "\"North; \"\"old\"\" town\"" : "South",
                  returned ? "yes" : "no"));
    }
    Files.writeString(file, text.append("broken;row\r\n"));
  }
}
