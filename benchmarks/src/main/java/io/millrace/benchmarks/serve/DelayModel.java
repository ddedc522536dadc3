package io.millrace.benchmarks.serve;

import io.millrace.catalog.ArtifactSource;
import io.millrace.catalog.Batch;
import io.millrace.catalog.Publication;
import io.millrace.catalog.Signature;
import io.millrace.network.InitialParameters;
import io.millrace.network.OnnxExporter;
import io.millrace.spec.feature.DatePart;
import io.millrace.spec.feature.FeatureOutput;
import io.millrace.spec.feature.FeaturePlan;
import io.millrace.spec.feature.Transform;
import io.millrace.spec.model.Predictor;
import io.millrace.spec.network.Layer.Activation;
import io.millrace.spec.network.NamedNetworks;
import io.millrace.spec.network.Network;
import io.millrace.spec.network.NetworkSpec;
import io.millrace.spec.table.Column;
import io.millrace.spec.table.ColumnType;
import io.millrace.spec.target.Task;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * A model of the shape of the demo's delays: four raw columns, nine features with vocabularies and
 * crosses of the demo's sizes, and its wide-and-deep network, written as the product writes it. Its
 * numbers are random: that changes nothing of the time.
 */
public final class DelayModel {
  static final String TIME = "time";
  static final String DISTANCE = "miles";
  static final String FROM = "from";
  static final String TO = "to";

  private static final int PLACES = 230;
  private static final int ROUTES = 3500;
  private static final long BEGIN_MS = 980_000_000_000L;
  private static final List<String> NAMES =
      IntStream.range(0, PLACES).mapToObj(DelayModel::name).sorted().toList();
  private static final FeaturePlan PLAN =
      new FeaturePlan(
          FeaturePlan.VERSION,
          List.of(
              new Column(TIME, ColumnType.TIMESTAMP),
              new Column(DISTANCE, ColumnType.INT),
              new Column(FROM, ColumnType.STRING),
              new Column(TO, ColumnType.STRING)),
          List.of(
              new Transform.Part("hour", TIME, DatePart.HOUR),
              new Transform.Cyclic("minute", TIME, DatePart.MINUTE_OF_DAY),
              new Transform.Part("weekday", TIME, DatePart.WEEKDAY),
              new Transform.Numeric("far", DISTANCE, false, 570, 720, 570),
              new Transform.Bins(
                  "far-bin",
                  DISTANCE,
                  DoubleStream.iterate(150, edge -> edge + 150).limit(15).boxed().toList()),
              new Transform.Index("from-index", FROM, NAMES),
              new Transform.Index("to-index", TO, NAMES),
              new Transform.Cross(
                  "route",
                  List.of("from-index", "to-index"),
                  List.of(PLACES + 1, PLACES + 1),
                  LongStream.range(0, ROUTES).map(code -> 233 + code * 15).boxed().toList(),
                  null),
              new Transform.Cross(
                  "weekday-hour",
                  List.of("weekday", "hour"),
                  List.of(8, 25),
                  LongStream.range(0, 7 * 24)
                      .map(i -> (1 + i / 24) * 25 + 1 + i % 24)
                      .boxed()
                      .toList(),
                  null)));

  private DelayModel() {}

  private static String name(int place) {
    return "" + (char) ('A' + place % 26) + (char) ('A' + place / 26) + (char) ('A' + place % 7);
  }

  /** {@code model.onnx}. */
  public static byte[] onnx() {
    NetworkSpec spec =
        new NetworkSpec.WideAndDeep(
            16,
            new NetworkSpec.Tower(
                List.of(128, 64), Activation.Function.RELU, NetworkSpec.Tower.Norm.NONE, 0));
    Network network =
        NamedNetworks.of(
            spec,
            PLAN.dense().stream().map(FeatureOutput::name).toList(),
            PLAN.indices().stream()
                .map(output -> new Network.Index(output.name(), output.cardinality()))
                .toList(),
            1);
    Predictor model =
        new Predictor.Deep(Task.BINARY, network, InitialParameters.of(network, 1), 1, 0);
    return OnnxExporter.export(PLAN, model, List.of("false", "true"), Map.of());
  }

  static Signature signature() {
    return new Signature(
        Signature.VERSION,
        PLAN.inputs().stream()
            .map(column -> new Signature.Input(column.name(), column.type().text(), true))
            .toList(),
        List.of(new Signature.Output(Signature.PROBABILITY, "float")),
        Signature.BINARY,
        List.of("false", "true"));
  }

  /** As version of a model, and its champion. */
  public static Publication publication(String name, byte[] onnx) {
    return new Publication(
        name,
        "run-0",
        Map.of(
            "model.onnx", ArtifactSource.of(onnx),
            "signature.json", ArtifactSource.of(signature().toJson())),
        Map.of(),
        Map.of(),
        true,
        List.of("champion"));
  }

  /** A row of raw values. */
  public record Row(long millis, int distance, String from, String to) {
    /** Sets its cells, as somebody does who has rows in memory. */
    void set(Batch batch, int row) {
      batch.setMillis(0, row, millis);
      batch.setDouble(1, row, distance);
      batch.setString(2, row, from);
      batch.setString(3, row, to);
    }
  }

  /** Always the same ones. */
  public static List<Row> rows(int count) {
    Random random = new Random(count);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      rows.add(
          new Row(
              BEGIN_MS + random.nextInt(180 * 24 * 60) * 60_000L,
              50 + random.nextInt(2500),
              NAMES.get(random.nextInt(PLACES)),
              NAMES.get(random.nextInt(PLACES))));
    }
    return rows;
  }

  /** By column, in MLflow's {@code inputs}. */
  static byte[] columns(List<Row> rows) {
    StringBuilder body = new StringBuilder("{\"inputs\": {");
    column(body, TIME, rows, row -> quoted(time(row)));
    column(body.append(", "), DISTANCE, rows, row -> String.valueOf(row.distance()));
    column(body.append(", "), FROM, rows, row -> quoted(row.from()));
    column(body.append(", "), TO, rows, row -> quoted(row.to()));
    return body.append("}}").toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void column(
      StringBuilder body, String name, List<Row> rows, Function<Row, String> value) {
    body.append(quoted(name)).append(": ");
    body.append(rows.stream().map(value).collect(Collectors.joining(", ", "[", "]")));
  }

  private static String quoted(String text) {
    return '"' + text + '"';
  }

  private static String time(Row row) {
    return Instant.ofEpochMilli(row.millis()).toString().replace("Z", "");
  }

  /** By row, in MLflow's {@code dataframe_split}. */
  static byte[] split(List<Row> rows) {
    StringBuilder body = new StringBuilder("{\"dataframe_split\": {\"columns\": [");
    body.append("\"%s\", \"%s\", \"%s\", \"%s\"], \"data\": [".formatted(TIME, DISTANCE, FROM, TO));
    String between = "";
    for (Row row : rows) {
      body.append(between)
          .append("[\"%s\", %d, ".formatted(time(row), row.distance()))
          .append("\"%s\", \"%s\"]".formatted(row.from(), row.to()));
      between = ", ";
    }
    return body.append("]}}").toString().getBytes(StandardCharsets.UTF_8);
  }
}
