package io.millrace.jobs.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.catalog.ArtifactSource;
import io.millrace.catalog.Catalog;
import io.millrace.catalog.CatalogException;
import io.millrace.catalog.CatalogReader;
import io.millrace.catalog.Publication;
import io.millrace.catalog.Signature;
import io.millrace.catalog.TinyModels;
import io.millrace.jobs.TestSpark;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelFunctionsIT {
  private static final String KINDS = "ops/kinds";

  private static final String FLIGHTS =
      """
      SELECT * FROM VALUES
        (1, 'AA', 10, TIMESTAMP'1970-01-03 00:00:00', true, 'x'),
        (2, 'Ü✈', 20, TIMESTAMP'1970-01-02 00:00:00', false, 'y'),
        (3, 'ZZ', CAST(NULL AS INT), NULL, NULL, NULL)
      AS flights(id, carrier, distance, departed, weekend, note)""";

  @TempDir private static Path folder;
  private static Catalog catalog;
  private static SparkSession spark;

  @BeforeAll
  static void start() {
    catalog = Catalog.open(folder.toString());
    catalog.publish(TinyModels.publication("run-1"));
    publish(KINDS, "run-1", TinyModels.kinds(), TinyModels.KINDS);
    publish("ops/graph", "run-1", TinyModels.graph(), TinyModels.GRAPH);
    spark = TestSpark.session().newSession();
    ModelFunctions.register(spark, catalog);
    // Spread over tasks, so that executors and not the driver compute the rows.
    spark.sql(FLIGHTS).repartition(2).createOrReplaceTempView("flights");
  }

  private static void publish(String model, String run, byte[] onnx, Signature signature) {
    catalog.publish(
        new Publication(
            model,
            run,
            Map.of(
                "model.onnx",
                ArtifactSource.of(onnx),
                "signature.json",
                ArtifactSource.of(signature.toJson())),
            Map.of(),
            Map.of(),
            true,
            List.of("champion")));
  }

  private static List<Object> column(String sql) {
    return column(spark.sql(sql));
  }

  private static List<Object> column(Dataset<Row> rows) {
    return rows.collectAsList().stream().map(row -> row.get(0)).toList();
  }

  @Test
  void scoresTheRowsOfAQuery() {
    assertThat(
            column(
                "SELECT millrace_score('ops/delay@champion', struct(*)) FROM flights ORDER BY id"))
        // 1000 * code + 100 * weekend + miles + days
        .containsExactly(1000f + 100 + 10 + 2, 2000f + 0 + 20 + 1, 0f + 50 - 1 - 2);
    assertThat(
            column(
                "SELECT id FROM flights WHERE millrace_score('ops/delay/1', struct(carrier, distance, departed, weekend)) > 1500"))
        .containsExactly(2);
  }

  @Test
  void scoresADatasetInBatches() {
    Dataset<Row> scored = ModelFunctions.score(spark.table("flights"), "ops/delay@champion");

    assertThat(scored.columns()).endsWith("note", "probability");
    assertThat(column(scored.orderBy("id").select("probability")))
        .containsExactly(1112f, 2021f, 47f);
  }

  @Test
  void givesAStructWhereAModelHasSeveralOutputs() {
    Row row =
        spark
            .sql(
                "SELECT s.*, s.prediction FROM (SELECT millrace_score('ops/kinds', struct(0.75D AS X)) AS s FROM flights WHERE id = 1)")
            .first();
    assertThat(row.getString(0)).isEqualTo("high");
    assertThat(row.getFloat(1)).isEqualTo(0.25f);
    assertThat(row.getFloat(2)).isEqualTo(0.75f);
  }

  @Test
  void givesNullForNoStructAndReadsRowsOfTheDriver() {
    assertThat(column("SELECT millrace_score('ops/kinds', struct(CAST(1 AS DECIMAL(9,2)) AS x))"))
        .singleElement()
        .extracting(value -> ((Row) value).getString(0))
        .isEqualTo("high");
    assertThat(
            column(
                "SELECT millrace_score('ops/kinds', if(id > 1, NULL, struct(id AS x))).prediction FROM flights ORDER BY id"))
        .containsExactly("high", null, null);
  }

  @Test
  void readsTimesAsTheSessionShowsThem() {
    SparkSession newYork = spark.newSession();
    newYork.conf().set("spark.sql.session.timeZone", "America/New_York");
    ModelFunctions.register(newYork, catalog);
    for (String time :
        List.of(
            "TIMESTAMP'1970-01-03 00:00:00'",
            "TIMESTAMP_NTZ'1970-01-03 00:00:00'",
            "DATE'1970-01-03'")) {
      Dataset<Row> rows =
          newYork.sql("SELECT 'AA' AS carrier, 10 AS distance, %s AS departed".formatted(time));
      assertThat(column(ModelFunctions.score(rows, "ops/delay").select("probability")))
          .containsExactly(1000f + 50 + 10 + 2);
      rows.createOrReplaceTempView("one");
      assertThat(column(newYork.sql("SELECT millrace_score('ops/delay', struct(*)) FROM one")))
          .containsExactly(1000f + 50 + 10 + 2);
    }
  }

  @Test
  void scoresAllRowsOfAQueryByTheVersionOfItsBeginning() {
    publish("ops/moving", "run-1", TinyModels.kinds(), TinyModels.KINDS);
    Dataset<Row> before =
        spark.sql("SELECT millrace_score('ops/moving', struct(0.75D AS x)) FROM flights");
    publish("ops/moving", "run-2", TinyModels.delay(), TinyModels.DELAY);

    assertThat(before.schema().apply(0).dataType().typeName()).isEqualTo("struct");
    assertThat(column(before)).allMatch(value -> ((Row) value).getString(0).equals("high"));
    assertThat(
            spark
                .sql("SELECT millrace_score('ops/moving', struct(*)) FROM flights")
                .schema()
                .apply(0)
                .dataType()
                .typeName())
        .isEqualTo("float");
  }

  /** However often a query names it: an alias may move while the query is analysed. */
  @Test
  void resolvesAReferenceOnceInAQuery() {
    AtomicInteger resolved = new AtomicInteger();
    InvocationHandler counting =
        (proxy, method, arguments) -> {
          if (method.getName().equals("content")) {
            resolved.incrementAndGet();
          }
          return method.invoke(catalog, arguments);
        };
    CatalogReader counted =
        (CatalogReader)
            Proxy.newProxyInstance(
                CatalogReader.class.getClassLoader(),
                new Class<?>[] {CatalogReader.class},
                counting);
    SparkSession session = spark.newSession();
    ModelFunctions.register(session, counted);
    String call = "millrace_score('ops/kinds', struct(id AS x)).prediction";
    String query = "SELECT %s, (SELECT max(%s) FROM range(2)) FROM range(3) WHERE %s = 'high'";

    assertThat(column(session.sql(query.formatted(call, call, call))))
        .containsExactly("high", "high");
    assertThat(resolved).hasValue(1);
    assertThat(column(session.sql(query.formatted(call, call, call)))).hasSize(2);
    assertThat(resolved).hasValue(2);
  }

  @Test
  void namesTheColumnThatDoesNotFit() {
    assertAnalysis("'ops/delay', struct(carrier, departed, weekend)")
        .hasMessageContaining("Cannot score with 'ops/delay' (version 1): column 'distance'")
        .hasMessageContaining("it is missing; there are [carrier, departed, weekend]");
    assertAnalysis("'ops/delay', struct(carrier, note AS distance)")
        .hasMessageContaining(
            "column 'distance': it is of type STRING (expected one for type double");
    assertAnalysis("'ops/delay', struct(carrier, distance, id AS departed)")
        .hasMessageContaining("column 'departed': it is of type INT");
    assertThatThrownBy(
            () -> ModelFunctions.score(spark.table("flights").drop("carrier"), "ops/delay"))
        .isInstanceOf(AnalysisException.class)
        .hasMessageContaining("column 'carrier': it is missing");
  }

  @Test
  void saysWhatIsWrongWithACall() {
    assertAnalysis("'ops/dealy', struct(*)").hasMessageContaining("Nearest models: 'ops/delay'");
    assertAnalysis("'ops/graph', struct(id AS x)")
        .hasMessageContaining("the model takes [edge_index] besides columns");
    assertAnalysis("carrier, struct(*)").hasMessageContaining("expected a constant text");
    assertAnalysis("'ops/delay', carrier").hasMessageContaining("Write struct(*)");
    assertAnalysis("'ops/delay'").hasMessageContaining("with 1 arguments");
    SparkSession other = TestSpark.session().newSession();
    assertThatThrownBy(() -> ModelFunctions.score(other.range(1).toDF(), "ops/delay"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("spark.millrace.catalog");
  }

  private static AbstractThrowableAssert<?, ?> assertAnalysis(String arguments) {
    return assertThatThrownBy(
            () -> spark.sql("SELECT millrace_score(%s) FROM flights".formatted(arguments)))
        .isInstanceOf(AnalysisException.class);
  }

  @Test
  void readsTheCatalogThatTheSessionNamesNow() {
    SparkSession configured = TestSpark.session().newSession();
    configured.conf().set(ModelFunctions.CATALOG, folder.toString());
    Dataset<Row> rows = configured.sql(FLIGHTS);

    assertThat(column(ModelFunctions.score(rows, "ops/delay").orderBy("id").select("probability")))
        .containsExactly(1112f, 2021f, 47f);
    configured.conf().set(ModelFunctions.CATALOG, folder.resolve("empty").toString());
    assertThatThrownBy(() -> ModelFunctions.score(rows, "ops/delay"))
        .isInstanceOf(CatalogException.class)
        .hasMessageContaining("There are no models");
  }
}
