package io.millrace.jobs.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import io.millrace.handoff.Json;
import io.millrace.handoff.PreparedFiles;
import io.millrace.handoff.Storage;
import io.millrace.jobs.TestRun;
import io.millrace.jobs.TestSpark;
import io.millrace.network.InitialParameters;
import io.millrace.network.OnnxExporter;
import io.millrace.network.PredictorFiles;
import io.millrace.spec.evaluation.ModelEvaluation;
import io.millrace.spec.feature.FeaturePlan;
import io.millrace.spec.model.Predictor;
import io.millrace.spec.model.TrainingSettings.Deep;
import io.millrace.spec.network.NamedNetworks;
import io.millrace.spec.network.Network;
import io.millrace.spec.run.StepDone;
import io.millrace.spec.target.Task;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A network over rows with sparse features and without a graph, from its weights to figures. */
class SparseRowsIT {
  private static final int ROWS = 120;
  private static final int WORDS = 30;
  private static final String STEP = "train-mlp";

  private static final String DEFINITION =
      """
      format = 1
      name = sparse
      tables { papers { path = "%s/papers", format = parquet, columns { words = string, part = string, y = int } } }
      clean { table = papers }
      label { column = y, task = binary, at-least = 1 }
      split { by = value, column = part, train = [train], valid = [valid], test = [test] }
      features { words { type = sparse, column = words, width = 30 } }
      models { mlp { hidden = [4] } }
      evaluation { replicates = 20, gate = [] }
      publish { model = "tests/sparse", summary = "A test." }
      """;

  @TempDir java.nio.file.Path folder;

  @Test
  void measuresEachRowOnce() throws Exception {
    TestSpark.session()
        .range(ROWS)
        .selectExpr(
            "if(id % 10 = 0, null, concat(id % 15, ':1.5 ', 15 + id % 14, ':-2')) words",
            "element_at(array('train', 'valid', 'test'), cast(id % 3 + 1 as int)) part",
            "cast(hash(id) % 2 = 0 as int) y")
        .coalesce(1)
        .write()
        .parquet(folder.resolve("papers").toString());
    TestRun run = TestRun.of(folder, DEFINITION.formatted(folder));
    run.step("clean");
    run.step("features");
    double[] alone = train(run);

    run.step("evaluate");

    List<Row> test =
        TestSpark.session()
            .read()
            .parquet(run.directory().output("evaluate") + "/scores")
            .where("split = 'test'")
            .collectAsList();
    double logLoss = 0;
    for (Row row : test) {
      double p = alone[(int) (long) row.<Long>getAs("__row")];
      logLoss -= Math.log(row.<Float>getAs("label") == 1 ? p : 1 - p) / test.size();
    }
    Path file = new Path(run.directory().output("evaluate"), "mlp/evaluation.json");
    ModelEvaluation found =
        Json.read(
            run.directory().storage().read(file),
            ModelEvaluation.class,
            ModelEvaluation.VERSION,
            file.toString());
    assertThat(found.rows()).isEqualTo(ROWS / 3);
    assertThat(found.parityRows()).isEqualTo(ROWS / 3);
    assertThat(found.metrics().get("logLoss").value()).isCloseTo(logLoss, within(1e-6));
  }

  /** An untrained network, whose scores of single rows stand for the engine's. */
  private double[] train(TestRun run) throws Exception {
    Storage storage = run.directory().storage();
    FeaturePlan plan = PreparedFiles.featurePlan(storage, run.directory().output("features"));
    Network network =
        NamedNetworks.of(
            ((Deep) run.definition().model("mlp").settings()).spec(),
            List.of(),
            List.of(),
            List.of(new Network.Sparse("words", WORDS)),
            1);
    Predictor.Deep predictor =
        new Predictor.Deep(Task.BINARY, network, InitialParameters.of(network, 5), 1, 0);
    double[] scores = scores(OnnxExporter.export(plan, predictor, List.of(), false, Map.of()));
    Path work = run.directory().freshWork(STEP);
    storage.write(new Path(work, "network.json"), PredictorFiles.network(predictor));
    storage.write(new Path(work, "weights.safetensors"), PredictorFiles.weights(predictor));
    List<Row> valid = new ArrayList<>();
    for (int id = 1; id < ROWS; id += 3) {
      valid.add(RowFactory.create((long) id, new double[] {scores[id]}));
    }
    TestSpark.session()
        .createDataFrame(
            valid,
            new StructType()
                .add("__row", DataTypes.LongType)
                .add("scores", DataTypes.createArrayType(DataTypes.DoubleType)))
        .write()
        .parquet(new Path(work, "predictions").toString());
    String out = run.directory().finishWork(STEP).toString();
    StepDone.Measured none = new StepDone.Measured(0, 0);
    run.directory()
        .writeDone(new StepDone(StepDone.VERSION, STEP, "test", out, 1, null, none, null));
    return scores;
  }

  private static double[] scores(byte[] onnx) throws Exception {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    double[] scores = new double[ROWS];
    try (OrtSession session = environment.createSession(onnx)) {
      for (int id = 0; id < ROWS; id++) {
        boolean none = id % 10 == 0;
        long[] columns = none ? new long[0] : new long[] {id % 15, 15 + id % 14};
        float[] values = none ? new float[0] : new float[] {1.5f, -2};
        try (OnnxTensor row = longs(new long[columns.length]);
            OnnxTensor column = longs(columns);
            OnnxTensor value =
                OnnxTensor.createTensor(
                    environment, FloatBuffer.wrap(values), new long[] {values.length});
            OnnxTensor rows = OnnxTensor.createTensor(environment, 1L);
            OrtSession.Result result =
                session.run(
                    Map.of(
                        "words_row",
                        row,
                        "words_column",
                        column,
                        "words_value",
                        value,
                        "rows",
                        rows))) {
          scores[id] = ((float[]) result.get("probability").orElseThrow().getValue())[0];
        }
      }
    }
    return scores;
  }

  private static OnnxTensor longs(long[] values) throws Exception {
    return OnnxTensor.createTensor(
        OrtEnvironment.getEnvironment(), LongBuffer.wrap(values), new long[] {values.length});
  }
}
