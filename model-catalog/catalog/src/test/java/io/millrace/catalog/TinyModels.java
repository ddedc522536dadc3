package io.millrace.catalog;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Models whose results can be computed in the head. */
public final class TinyModels {
  public static final String MODEL = "ops/delay";

  private static final Signature.Output PROBABILITY = new Signature.Output("probability", "float");

  private TinyModels() {}

  /**
   * Every kind of column: {@link #DELAY} gives 1000 * code + 100 * weekend + distance + days, where
   * code is 1 for AA, 2 for "Ü✈", 3 for "😀" and 0 otherwise, weekend is 1 for true and 0.5 for
   * missing, a missing distance counts as -1 and a missing time as -2 days.
   */
  public static final Signature DELAY =
      new Signature(
          Signature.VERSION,
          List.of(
              new Signature.Input("carrier", "string", true),
              new Signature.Input("distance", "double", true),
              new Signature.Input("departed", "timestamp", false),
              new Signature.Input("weekend", "boolean", false)),
          List.of(PROBABILITY),
          Signature.BINARY,
          List.of("false", "true"));

  public static final Signature KINDS =
      new Signature(
          Signature.VERSION,
          List.of(new Signature.Input("x", "float", true)),
          List.of(
              new Signature.Output("prediction", "string"),
              new Signature.Output("probability_0", "float"),
              new Signature.Output("probability_1", "float")),
          Signature.MULTICLASS,
          List.of("low", "high"));

  public static byte[] delay() {
    return new OnnxGraph()
        .input("carrier", DataType.STRING)
        .input("distance", DataType.DOUBLE)
        .input("departed", DataType.INT64)
        .input("weekend", DataType.STRING)
        .constant("minus1", -1f)
        .constant("minus2", -2f)
        .constant("dayMillis", 86_400_000f)
        .constant("never", Long.MIN_VALUE)
        .constant("thousand", 1000f)
        .constant("hundred", 100f)
        .node(
            "LabelEncoder",
            "code",
            List.of("carrier"),
            OnnxGraph.texts("keys_strings", "AA", "Ü✈", "😀"),
            OnnxGraph.reals("values_floats", 1f, 2f, 3f),
            OnnxGraph.real("default_float", 0f))
        .node(
            "LabelEncoder",
            "weekendCode",
            List.of("weekend"),
            OnnxGraph.texts("keys_strings", "true", "false"),
            OnnxGraph.reals("values_floats", 1f, 0f),
            OnnxGraph.real("default_float", 0.5f))
        .toFloat("distanceFloat", "distance")
        .node("IsNaN", "noDistance", List.of("distanceFloat"))
        .node("Where", "miles", List.of("noDistance", "minus1", "distanceFloat"))
        .node("Equal", "noTime", List.of("departed", "never"))
        .toFloat("millis", "departed")
        .node("Div", "days", List.of("millis", "dayMillis"))
        .node("Where", "time", List.of("noTime", "minus2", "days"))
        .node("Mul", "codes", List.of("code", "thousand"))
        .node("Mul", "weekends", List.of("weekendCode", "hundred"))
        .node("Sum", "probability", List.of("codes", "weekends", "miles", "time"))
        .output("probability", DataType.FLOAT)
        .build();
  }

  /** "high" with probability_1 = x above 0.5, else "low". */
  public static byte[] kinds() {
    return new OnnxGraph()
        .input("x", DataType.DOUBLE)
        .constant("half", 0.5f)
        .constant("one", 1f)
        .constant("low", "low")
        .constant("high", "high")
        .toFloat("probability_1", "x")
        .node("Sub", "probability_0", List.of("one", "probability_1"))
        .node("Greater", "isHigh", List.of("probability_1", "half"))
        .node("Where", "prediction", List.of("isHigh", "high", "low"))
        .output("prediction", DataType.STRING)
        .output("probability_0", DataType.FLOAT)
        .output("probability_1", DataType.FLOAT)
        .build();
  }

  /** Real files, for a run. */
  public static Publication publication(String runId) {
    return publication(runId, delay());
  }

  /** A publication whose model holds the run's id instead of a model: small, and never loaded. */
  public static Publication opaque(String runId) {
    return publication(runId, ("model of " + runId).getBytes(StandardCharsets.UTF_8));
  }

  private static Publication publication(String runId, byte[] onnx) {
    Map<String, ArtifactSource> files = new HashMap<>();
    files.put("model.onnx", ArtifactSource.of(onnx));
    files.put("signature.json", ArtifactSource.of(DELAY.toJson()));
    files.put("model-card.md", ArtifactSource.of("# Delay\n".getBytes(StandardCharsets.UTF_8)));
    return new Publication(
        MODEL,
        runId,
        files,
        Map.of("rocAuc", new Metric(0.66, 0.65, 0.67)),
        Map.of("engine", "mllib"),
        true,
        List.of("champion"));
  }

  public static Publication rejected(String runId) {
    Publication p = opaque(runId);
    return new Publication(p.model(), runId, p.files(), p.metrics(), p.tags(), false, p.aliases());
  }

  public static Publication withFiles(Map<String, ArtifactSource> files) {
    Publication p = opaque("run-1");
    return new Publication(p.model(), p.runId(), files, p.metrics(), p.tags(), true, p.aliases());
  }

  /** A graph: the column {@code x} of its nodes, and edges. */
  public static final Signature GRAPH =
      new Signature(
          Signature.VERSION,
          List.of(new Signature.Input("x", "double", true)),
          List.of(new Signature.Output("prediction", "float")),
          Signature.REGRESSION,
          List.of(),
          new Signature.Tensors(
              List.of(new Signature.Tensor("edge_index", "int64", List.of("2", "edges"))),
              List.of()));

  /** Each node's own x, and those of the nodes from which edges come. */
  public static byte[] graph() {
    return new OnnxGraph()
        .input("x", DataType.DOUBLE)
        .matrixInput("edge_index", DataType.INT64, 2, "edges")
        .constant("from", 0L)
        .constant("to", 1L)
        .toFloat("own", "x")
        .node("Gather", "sources", List.of("edge_index", "from"))
        .node("Gather", "targets", List.of("edge_index", "to"))
        .node("Gather", "messages", List.of("own", "sources"))
        .node(
            "ScatterElements",
            "prediction",
            List.of("own", "targets", "messages"),
            OnnxGraph.text("reduction", "add"))
        .output("prediction", DataType.FLOAT)
        .build();
  }
}
