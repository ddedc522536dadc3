package io.millrace.launcher.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.spec.table.Column;
import io.millrace.spec.table.ColumnType;
import io.millrace.spec.table.CsvOptions;
import io.millrace.spec.table.TableFormat;
import io.millrace.spec.table.TableSpec;
import java.io.IOException;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;

class SampleRowsTest {
  @Test
  void readsTheFirstRowsOfTheFlights() throws IOException {
    List<Map<String, Object>> rows =
        SampleRows.first(table(TableFormat.PARQUET), 3, new Configuration());

    assertThat(rows).hasSize(3);
    assertThat(rows.get(0).get("date"))
        .isInstanceOfSatisfying(
            LocalDateTime.class, date -> assertThat(date.getYear()).isEqualTo(2001));
    assertThat(rows.get(0).get("origin")).isInstanceOf(String.class).asString().hasSize(3);
    assertThat(rows.get(0).get("distance")).isInstanceOf(Number.class);
  }

  @Test
  void otherFormatsAreRefused() {
    assertThatThrownBy(() -> SampleRows.first(table(TableFormat.CSV), 3, new Configuration()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Cannot show rows of table 'flights': its format is csv (expected parquet).");
  }

  private static TableSpec table(TableFormat format) {
    return new TableSpec(
        "flights",
        List.of("../data/flights/flights-3m.parquet"),
        format,
        CsvOptions.DEFAULT,
        null,
        List.of(
            new Column("date", ColumnType.TIMESTAMP),
            new Column("origin", ColumnType.STRING),
            new Column("distance", ColumnType.INT)));
  }
}
