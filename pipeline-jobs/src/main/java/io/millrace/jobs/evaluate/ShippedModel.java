package io.millrace.jobs.evaluate;

import io.millrace.catalog.Signature;
import io.millrace.handoff.PreparedFiles;
import io.millrace.jobs.StepContext;
import io.millrace.jobs.train.TrainJob;
import io.millrace.network.OnnxExporter;
import io.millrace.network.PredictorFiles;
import io.millrace.network.StageExporter;
import io.millrace.network.TensorInput;
import io.millrace.spec.feature.FeaturePlan;
import io.millrace.spec.graph.GraphSpec;
import io.millrace.spec.model.ModelSpec;
import io.millrace.spec.model.Predictor;
import io.millrace.spec.table.Column;
import io.millrace.spec.target.LabelSpec;
import io.millrace.spec.target.Task;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/** Builds what consumers get from what the training left: one ONNX file that takes raw columns. */
final class ShippedModel {
  private ShippedModel() {}

  static Candidate of(StepContext context, ModelSpec model) throws IOException {
    FeaturePlan plan = PreparedFiles.featurePlan(context.storage(), context.output("features"));
    Path trained = context.output(TrainJob.STEP_PREFIX + model.name());
    Predictor predictor =
        PredictorFiles.read(
            context.storage().read(new Path(trained, "network.json")),
            context.storage().read(new Path(trained, "weights.safetensors")));
    LabelSpec label = context.definition().label();
    Map<String, String> metadata =
        Map.of(
            "millrace.task", task(label),
            "millrace.pipeline", context.definition().name(),
            "millrace.model", model.name());
    GraphSpec graph = context.definition().graph();
    if (predictor instanceof Predictor.Deep deep
        && (deep.network().overGraphs() || !deep.network().sparse().isEmpty())) {
      return overGraph(plan, deep, model, label, graph != null && graph.weighted(), metadata);
    }
    byte[] onnx = OnnxExporter.export(plan, predictor, label.classes(), metadata);
    Signature signature = signature(OnnxExporter.inputs(plan, predictor), label, null);
    return new Candidate(model.name(), onnx, signature.toJson());
  }

  private static Candidate overGraph(
      FeaturePlan plan,
      Predictor.Deep deep,
      ModelSpec model,
      LabelSpec label,
      boolean weighted,
      Map<String, String> metadata) {
    byte[] onnx = OnnxExporter.export(plan, deep, label.classes(), weighted, metadata);
    List<Signature.Sparse> sparse =
        deep.network().sparse().stream()
            .map(input -> new Signature.Sparse(input.name(), input.width()))
            .toList();
    Signature signature =
        signature(
            OnnxExporter.inputs(plan, deep),
            label,
            new Signature.Tensors(tensors(OnnxExporter.tensors(plan, deep, weighted)), sparse));
    ArrayList<byte[]> stages = new ArrayList<>();
    if (signature.scored().equals(Signature.GRAPHS)) {
      // Each fits in memory, or it could not have been trained on: one file is enough.
      return new Candidate(model.name(), onnx, signature.toJson());
    }
    if (deep.network().overGraphs()) {
      // They always take weights: of a sampled neighbourhood some edges stand for several.
      StageExporter.export(plan, deep, label.classes(), true, metadata)
          .forEach(stage -> stages.add(stage.file()));
    } else {
      stages.add(onnx);
    }
    return new Candidate(model.name(), onnx, signature.toJson(), stages);
  }

  private static List<Signature.Tensor> tensors(List<TensorInput> inputs) {
    return inputs.stream()
        .map(
            input ->
                new Signature.Tensor(
                    input.name(), input.type().name().toLowerCase(Locale.ROOT), input.shape()))
        .toList();
  }

  private static String task(LabelSpec label) {
    return label.task().name().toLowerCase(Locale.ROOT);
  }

  private static Signature signature(
      List<Column> columns, LabelSpec label, Signature.@Nullable Tensors tensors) {
    List<Signature.Input> inputs =
        columns.stream().map(c -> new Signature.Input(c.name(), c.type().text(), true)).toList();
    List<Signature.Output> outputs = new ArrayList<>();
    if (label.task() == Task.BINARY) {
      outputs.add(new Signature.Output("probability", "float"));
    } else if (label.task() == Task.REGRESSION) {
      outputs.add(new Signature.Output("prediction", "float"));
    } else {
      outputs.add(new Signature.Output("prediction", "string"));
      for (int i = 0; i < label.classes().size(); i++) {
        outputs.add(new Signature.Output("probability_" + i, "float"));
      }
    }
    return new Signature(1, inputs, outputs, task(label), label.classes(), tensors);
  }
}
