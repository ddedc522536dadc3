package io.millrace.handoff.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.millrace.spec.PipelineDefinition;
import io.millrace.spec.clean.CleanSpec;
import io.millrace.spec.clean.ColumnRules;
import io.millrace.spec.clean.Policy;
import io.millrace.spec.clean.Rule;
import io.millrace.spec.evaluation.EvaluationSpec;
import io.millrace.spec.evaluation.GateRule;
import io.millrace.spec.evaluation.ImportanceSpec;
import io.millrace.spec.feature.DatePart;
import io.millrace.spec.feature.FeatureSpec;
import io.millrace.spec.feature.Impute;
import io.millrace.spec.model.ClassWeights;
import io.millrace.spec.model.ModelSpec;
import io.millrace.spec.model.TrainingSettings;
import io.millrace.spec.table.Column;
import io.millrace.spec.table.ColumnType;
import io.millrace.spec.table.CsvOptions;
import io.millrace.spec.table.TableFormat;
import io.millrace.spec.table.TableSpec;
import io.millrace.spec.target.LabelSpec;
import io.millrace.spec.target.SplitSpec;
import io.millrace.spec.target.Task;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GoodDefinitionsTest {
  private static final Path FLIGHTS = Path.of("../conf/flight-delays.conf");
  private static final Path ADULT = Path.of("src/test/resources/adult-income.conf");

  @Test
  void readsTablesInTheOrderOfTheFile() {
    PipelineDefinition d = DefinitionReader.read(FLIGHTS, Map.of());

    assertThat(d.tables().get(0))
        .isEqualTo(
            new TableSpec(
                "flights",
                List.of("data/flights/flights-3m.parquet"),
                TableFormat.PARQUET,
                CsvOptions.DEFAULT,
                null,
                List.of(
                    new Column("date", ColumnType.TIMESTAMP),
                    new Column("delay", ColumnType.INT),
                    new Column("distance", ColumnType.INT),
                    new Column("origin", ColumnType.STRING),
                    new Column("destination", ColumnType.STRING))));
    assertThat(d.tables()).extracting(TableSpec::name).containsExactly("flights", "airports");
  }

  @Test
  void readsRulesAndGivesEveryColumnACast() {
    CleanSpec clean = DefinitionReader.read(FLIGHTS, Map.of()).clean();

    assertThat(clean.duplicates()).isNull();
    assertThat(clean.columns())
        .extracting(ColumnRules::column)
        .containsExactly("date", "delay", "distance", "origin", "destination");
    assertThat(clean.columns().get(2).rules())
        .containsExactly(new Rule.Cast(Policy.NULL), new Rule.Range("1", "6000", Policy.REJECT));
    assertThat(clean.columns().get(3).rules())
        .containsExactly(
            new Rule.Cast(Policy.REJECT),
            new Rule.Pattern("[A-Z0-9]{3}", Policy.REJECT),
            new Rule.Reference("airports", "iata", Policy.REJECT),
            new Rule.Required(Policy.REJECT));
  }

  @Test
  void readsLabelAndSplit() {
    PipelineDefinition d = DefinitionReader.read(FLIGHTS, Map.of());

    LocalDateTime may = LocalDateTime.parse("2001-05-01T00:00");
    LocalDateTime june = LocalDateTime.parse("2001-06-01T00:00");
    assertThat(d.label())
        .isEqualTo(new LabelSpec("delay", Task.BINARY, 15.0, List.of(), List.of(), null));
    assertThat(d.split())
        .isEqualTo(
            new SplitSpec.ByTime(
                "date",
                new SplitSpec.TimeRange(null, may),
                new SplitSpec.TimeRange(may, june),
                new SplitSpec.TimeRange(june, null)));
  }

  @Test
  void readsFeaturesWithCrossesLast() {
    List<FeatureSpec> features = DefinitionReader.read(FLIGHTS, Map.of()).features();

    assertThat(features)
        .extracting(FeatureSpec::name)
        .containsExactly(
            "hour",
            "minute",
            "weekday",
            "distance",
            "distance-bin",
            "origin",
            "destination",
            "route",
            "weekday-hour");
    assertThat(features)
        .contains(
            new FeatureSpec.Part("hour", "date", DatePart.HOUR),
            new FeatureSpec.Cyclic("minute", "date", DatePart.MINUTE_OF_DAY),
            new FeatureSpec.Numeric("distance", "distance", Impute.MEDIAN, true, false),
            new FeatureSpec.Bins("distance-bin", "distance", 16),
            new FeatureSpec.Index("origin", "origin", 20, 100_000),
            new FeatureSpec.Cross("route", List.of("origin", "destination"), 30, null));
  }

  @Test
  void readsModelsAndEvaluation() {
    PipelineDefinition d = DefinitionReader.read(FLIGHTS, Map.of());

    assertThat(d.models().get(0))
        .isEqualTo(
            new ModelSpec(
                "logistic-regression",
                "mllib",
                List.of(),
                ClassWeights.NONE,
                new TrainingSettings.LogisticRegression(60, 1e-4, 1e-6)));
    assertThat(d.models().subList(1, 3))
        .extracting(ModelSpec::network, ModelSpec::engine)
        .containsExactly(tuple("mlp", "bigdl"), tuple("wide-and-deep", "bigdl"));
    assertThat(d.evaluation())
        .isEqualTo(
            new EvaluationSpec(
                "date",
                List.of("origin", "hour"),
                200,
                7,
                EvaluationSpec.Threshold.F1,
                new ImportanceSpec(20_000, 3),
                List.of(
                    GateRule.parse("rocAuc >= 0.65"),
                    GateRule.parse("rocAuc >= champion - 0.002"))));
    assertThat(d.publish().model()).isEqualTo("ops/flight-delay");
    assertThat(d.publish().facts()).hasSize(4);
    assertThat(d.resources().memoryBytes()).isNull();
  }

  @Test
  void readsHowImportanceIsMeasured() {
    assertThat(importance(Map.of("evaluation.importance", "{ rows = 500, repeats = 7 }")))
        .isEqualTo(new ImportanceSpec(500, 7));
    assertThat(importance(Map.of("evaluation.importance.rows", "0")))
        .isEqualTo(new ImportanceSpec(0, 3));
  }

  private static ImportanceSpec importance(Map<String, String> overrides) {
    return DefinitionReader.read(FLIGHTS, overrides).evaluation().importance();
  }

  @Test
  void readsAFileWithoutHeaderWhosePathComesFromOutside() {
    PipelineDefinition d = DefinitionReader.read(ADULT, Map.of("adult", "hdfs://nn/adult/adult.*"));

    TableSpec table = d.mainTable();
    assertThat(table.paths()).containsExactly("hdfs://nn/adult/adult.*");
    assertThat(table.csv()).isEqualTo(new CsvOptions(',', false, true, "?"));
    assertThat(table.columns())
        .extracting(Column::name)
        .containsExactly(
            "age",
            "workclass",
            "fnlwgt",
            "education",
            "education-num",
            "marital-status",
            "occupation",
            "relationship",
            "race",
            "sex",
            "capital-gain",
            "capital-loss",
            "hours-per-week",
            "native-country",
            "income");
    assertThat(d.split())
        .isEqualTo(
            new SplitSpec.ByValue(
                List.of("source"),
                List.of("adult.data"),
                List.of(),
                List.of("adult.test"),
                0.15,
                1,
                null));
    assertThat(d.clean().columns())
        .extracting(ColumnRules::column)
        .hasSize(16)
        .endsWith("income", "source");
  }

  @Test
  void overridesStandAboveTheFileAndKeepTheOrderOfColumns() {
    PipelineDefinition d =
        DefinitionReader.read(
            ADULT,
            Map.of(
                "adult", "[a.csv, b.csv]",
                "tables.adult.columns.workclass", "{ type = string }",
                "models.logistic-regression.l2", "0.5",
                "evaluation.gate", "[\"rocAuc >= 0.5\"]",
                "resources.memory", "2g"));

    assertThat(d.mainTable().paths()).containsExactly("a.csv", "b.csv");
    assertThat(d.mainTable().columns().get(1).name()).isEqualTo("workclass");
    assertThat(d.model("logistic-regression").settings())
        .isEqualTo(new TrainingSettings.LogisticRegression(100, 0.5, 1e-6));
    assertThat(d.evaluation().gate()).containsExactly(GateRule.parse("rocAuc >= 0.5"));
    assertThat(d.resources().memoryBytes()).isEqualTo(2L << 30);
  }
}
