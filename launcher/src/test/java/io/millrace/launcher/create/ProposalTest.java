package io.millrace.launcher.create;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.handoff.definition.DefinitionReader;
import io.millrace.handoff.definition.InputCheck;
import io.millrace.spec.PipelineDefinition;
import io.millrace.spec.feature.FeatureSpec;
import io.millrace.spec.table.Column;
import io.millrace.spec.table.ColumnType;
import io.millrace.spec.table.CsvOptions;
import io.millrace.spec.target.SplitSpec;
import io.millrace.spec.target.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProposalTest {
  private static final Configuration HADOOP = new Configuration();

  @TempDir private Path folder;

  @Test
  void readsOddCsvAsItIsWritten() throws IOException {
    Path file = OddCsv.write(folder.resolve("odd orders.csv"), 300);

    PipelineDefinition definition = definition(file, null);

    assertThat(definition.name()).isEqualTo("odd-orders");
    assertThat(definition.mainTable().csv()).isEqualTo(new CsvOptions(';', true, false, "NA"));
    assertThat(definition.mainTable().columns())
        .containsExactly(
            new Column("Order ID", ColumnType.INT),
            new Column("Placed on", ColumnType.TIMESTAMP, "dd.MM.yyyy HH:mm"),
            new Column("Total Amount", ColumnType.DOUBLE),
            new Column("Shop", ColumnType.STRING),
            new Column("Country", ColumnType.STRING),
            new Column("Refund date", ColumnType.STRING),
            new Column("returned", ColumnType.BOOLEAN));
    assertThat(definition.label().column()).isEqualTo("returned");
    assertThat(definition.label().positive()).containsExactly("true");
    assertThat(definition.split()).isInstanceOf(SplitSpec.ByTime.class);
    assertThat(definition.evaluation().blockColumn()).isEqualTo("Placed on");
  }

  @Test
  void leavesOutWhatTellsNothingOrTooMuch() throws IOException {
    Path file = OddCsv.write(folder.resolve("odd.csv"), 300);

    Proposal proposal = proposal(file, null);

    assertThat(definition(file, null).features())
        .extracting(FeatureSpec::name)
        .containsExactly("Placed-on-hour", "Placed-on-weekday", "Total-Amount", "Shop");
    assertThat(proposal.text())
        .contains(
            "# Left out, Order ID: an id by its name: 300 different values in 300.",
            "# Left out, Country: always DE.",
            "# Left out, Refund date: tells 100% of the label alone")
        .contains("# Refund-date { type = index");
    assertThat(proposal.warnings())
        .contains("Lines of the sample that are no records, and will be rejected: 1.")
        .anyMatch(w -> w.startsWith("'Refund date' alone tells almost all of the label"));
  }

  @Test
  void statesOnlyWhatWasSeen() throws IOException {
    Path file = OddCsv.write(folder.resolve("odd.csv"), 300);

    assertThat(proposal(file, null).text())
        .contains("made from all 300 rows.")
        .contains("# range { min = 0.5, max = 299.5, policy = reject }   # seen")
        .contains("# 30 of 300 values are missing.");
  }

  @Test
  void readsJsonLinesAndLeavesNestedKeysOut() throws IOException {
    StringBuilder lines = new StringBuilder("no object\n");
    for (int i = 0; i < 120; i++) {
      lines.append(
          "{\"kind\": \"k%d\", \"size\": %d.5, \"at\": \"2024-01-01\", \"tags\": [1], \"target\": \"%s\"}%n"
              .formatted(i * 7 % 5, i * 37 % 100, "abc".charAt(i * 11 % 3)));
    }
    Path file = Files.writeString(folder.resolve("things.jsonl"), lines);

    PipelineDefinition definition = definition(file, null);

    assertThat(definition.label().task()).isEqualTo(Task.MULTICLASS);
    assertThat(definition.label().classes()).containsExactly("a", "b", "c");
    assertThat(definition.split()).isInstanceOf(SplitSpec.AtRandom.class);
    assertThat(proposal(file, null).warnings())
        .contains(
            "Lines of the sample that are no records, and will be rejected: 1.",
            "'tags' is nested; it was left out of the definition.");
  }

  @Test
  void asksForTheLabelWhereItIsNotClear() throws IOException {
    Path file = Files.writeString(folder.resolve("x.csv"), "a,b,c\n1.5,2,x\n2.5,3,y\n3.5,4,z\n");

    assertThatThrownBy(() -> proposal(file, null))
        .isInstanceOf(UnfitDataException.class)
        .hasMessage(
            "Cannot choose the label: no column is clearly the one (expected one of a (regression), b (multiclass), c (multiclass)). Name it by --label COLUMN.");
    assertThatThrownBy(() -> proposal(file, "d"))
        .isInstanceOf(UnfitDataException.class)
        .hasMessageContaining("there is no such column (expected one of a, b, c)");
  }

  @Test
  void namesWhatItCannotLookInto() throws IOException {
    Path orc = Files.writeString(folder.resolve("x.orc"), "ORC and more");
    Path empty = Files.createFile(folder.resolve("empty.csv"));

    assertThatThrownBy(() -> proposal(orc, null))
        .isInstanceOf(UnfitDataException.class)
        .hasMessageContaining("it is ORC");
    assertThatThrownBy(() -> proposal(empty, null))
        .isInstanceOf(UnfitDataException.class)
        .hasMessageContaining("there is no file that holds anything");
  }

  private static Proposal proposal(Path data, @Nullable String label) throws IOException {
    return Proposal.of(data.toString(), label, null, HADOOP);
  }

  private PipelineDefinition definition(Path data, @Nullable String label) throws IOException {
    Path file = folder.resolve("made.conf");
    Files.writeString(file, proposal(data, label).text());
    PipelineDefinition definition = DefinitionReader.read(file, Map.of());
    assertThat(InputCheck.check(definition, HADOOP)).isEmpty();
    return definition;
  }
}
