package io.millrace.benchmarks.catalog;

import io.millrace.benchmarks.measure.Child;
import io.millrace.catalog.ArtifactSource;
import io.millrace.catalog.Catalog;
import io.millrace.catalog.Metric;
import io.millrace.catalog.Publication;
import io.millrace.catalog.PublishResult;
import io.millrace.catalog.Signature;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Publishes runs of its own, and says after each which number it got. */
public final class Publisher {
  static final String MODEL = "bench/model";

  private static final Signature SIGNATURE =
      new Signature(
          Signature.VERSION,
          List.of(new Signature.Input("x", "double", true)),
          List.of(new Signature.Output("probability", "float")),
          Signature.BINARY,
          List.of("no", "yes"));

  private Publisher() {}

  /**
   * @param arguments root, prefix of the runs, their number; starts when a byte comes
   */
  public static void main(String[] arguments) throws IOException {
    Catalog catalog = Catalog.open(arguments[0]);
    say(Child.READY);
    if (System.in.read() < 0) {
      return;
    }
    for (int run = 1; run <= Integer.parseInt(arguments[2]); run++) {
      String id = arguments[1] + "-" + run;
      PublishResult result = catalog.publish(publication(MODEL, id));
      say(id + " " + result.version().version());
    }
  }

  /** A small one: what is measured is the catalog, not the disk. */
  static Publication publication(String model, String runId) {
    byte[] onnx = ("model of " + runId).getBytes(StandardCharsets.UTF_8);
    return new Publication(
        model,
        runId,
        Map.of(
            "model.onnx",
            ArtifactSource.of(onnx),
            "signature.json",
            ArtifactSource.of(SIGNATURE.toJson())),
        Map.of("rocAuc", new Metric(0.7, 0.69, 0.71), "logLoss", new Metric(0.5, 0.49, 0.51)),
        Map.of("engine", "bigdl", "network", "mlp"),
        true,
        List.of("champion"));
  }

  private static void say(String line) {
    System.out.println(line);
    System.out.flush();
  }
}
