package io.millrace.jobs.evaluate;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.millrace.catalog.Catalog;
import io.millrace.catalog.Signature;
import io.millrace.handoff.Json;
import io.millrace.handoff.PreparedFiles;
import io.millrace.handoff.Storage;
import io.millrace.jobs.TestRun;
import io.millrace.jobs.TestSpark;
import io.millrace.jobs.evaluate.SmallGraphs.Small;
import io.millrace.network.InitialParameters;
import io.millrace.network.PredictorFiles;
import io.millrace.spec.evaluation.MetricValue;
import io.millrace.spec.evaluation.ModelEvaluation;
import io.millrace.spec.feature.FeatureOutput;
import io.millrace.spec.feature.FeaturePlan;
import io.millrace.spec.model.ModelSpec;
import io.millrace.spec.model.Predictor;
import io.millrace.spec.model.TrainingSettings.Deep;
import io.millrace.spec.network.NamedNetworks;
import io.millrace.spec.network.Network;
import io.millrace.spec.run.StepDone;
import io.millrace.spec.run.StepDone.Measured;
import io.millrace.spec.target.Task;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Networks that score whole graphs, from their weights to the catalog. */
class WholeGraphEvaluationIT {
  private static final String DEFINITION =
      """
      format = 1
      name = small
      tables {
        nodes {
          path = "%1$s/nodes.csv", format = csv
          columns {
            node = string, graph = string, split = string, kind = string, size = int
            day = string, family = string, atom = int, words = string
          }
        }
        edges {
          path = "%1$s/edges.csv", format = csv
          columns { source = string, target = string, weight = float }
        }
      }
      clean { table = nodes }
      label { %2$s }
      split { by = value, column = split, train = [train], valid = [valid], test = [test] }
      features {
        atom { type = index, column = atom }
        words { type = sparse, column = words, width = 5 }
      }
      graph {
        key = node, graph = graph, unlabelled = leave-out
        edges { edges { source = source, target = target, weight = weight } }
      }
      models {
        gin { embedding = 3, hidden = [4, 4] }
        clustered { network = gcn, embedding = 3, hidden = [4, 4], pool = diff, clusters = 3 }
      }
      evaluation { blocks = day, slices = [family], replicates = 20, gate = [] }
      publish { model = "tests/small", summary = "A test." }
      """;

  private static final String BINARY = "column = kind, task = binary, positive = [star]";
  private static final List<String> CLASSES = List.of("dots", "ring", "star");

  @TempDir java.nio.file.Path folder;
  private final SmallGraphs graphs = new SmallGraphs(40, 3);
  private final Map<String, Map<String, double[]>> scores = new HashMap<>();

  @Test
  void measuresEachGraphOnce() throws Exception {
    TestRun run = measured(BINARY);
    List<Small> test = graphs.of("test");
    for (ModelSpec model : run.definition().models()) {
      ModelEvaluation found = evaluation(run, model.name());
      Map<String, double[]> alone = scores.get(model.name());
      double logLoss = 0;
      double brier = 0;
      long[][] confusion = new long[2][2];
      for (Small graph : test) {
        double p = alone.get(graph.name())[0];
        int yes = graph.kind().equals("star") ? 1 : 0;
        logLoss -= Math.log(yes == 1 ? p : 1 - p) / test.size();
        brier += (p - yes) * (p - yes) / test.size();
        confusion[yes][p >= found.threshold() ? 1 : 0]++;
      }
      assertThat(found.rows()).isEqualTo(40);
      assertThat(found.parityRows()).isEqualTo(40);
      assertThat(value(found, "logLoss")).isCloseTo(logLoss, within(1e-6));
      assertThat(value(found, "brier")).isCloseTo(brier, within(1e-6));
      assertThat(found.confusion())
          .isEqualTo(
              List.of(
                  List.of(confusion[0][0], confusion[0][1]),
                  List.of(confusion[1][0], confusion[1][1])));
      assertThat(found.slices())
          .singleElement()
          .satisfies(pooled -> assertThat(pooled.rows()).isEqualTo(40));
      assertThat(found.importance()).isEmpty();
    }
    assertThat(run.directory().done("evaluate").orElseThrow().ledger().rowsOut()).isEqualTo(80);
    publishes(run);
  }

  private void publishes(TestRun run) throws Exception {
    run.step("publish");
    Catalog catalog = Catalog.open(folder.resolve("catalog").toString());
    java.nio.file.Path files = catalog.download("tests/small@1", folder.resolve("downloaded"));
    Signature signature =
        Signature.fromJson(java.nio.file.Files.readAllBytes(files.resolve("signature.json")));
    assertThat(signature.scored()).isEqualTo(Signature.GRAPHS);
    assertThat(signature.tensors().inputs())
        .extracting(Signature.Tensor::name)
        .contains("edge_index", "edge_weight", "batch");
    assertThat(files.resolve("stages")).doesNotExist();
    assertThat(java.nio.file.Files.readString(files.resolve("model-card.md")))
        .contains("On 40 graphs of the test split", "Many graphs, named by `graph`")
        .contains("`batch` the graph of each node");
    assertThat(catalog.verify().problems()).isEmpty();
  }

  @Tag("full")
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "MULTICLASS, `column = kind, task = multiclass, classes = [dots, ring, star]`",
        "REGRESSION, `column = size, task = regression`"
      })
  void measuresTheOtherTasks(Task task, String label) throws Exception {
    TestRun run = measured(label);
    List<Small> test = graphs.of("test");
    for (ModelSpec model : run.definition().models()) {
      Map<String, double[]> alone = scores.get(model.name());
      double loss = 0;
      for (Small graph : test) {
        double[] own = alone.get(graph.name());
        double error = own[0] - graph.nodes();
        loss +=
            task == Task.REGRESSION
                ? error * error / test.size()
                : -Math.log(own[CLASSES.indexOf(graph.kind())]) / test.size();
      }
      ModelEvaluation found = evaluation(run, model.name());
      assertThat(found.rows()).isEqualTo(40);
      if (task == Task.REGRESSION) {
        assertThat(value(found, "rmse")).isCloseTo(Math.sqrt(loss), within(1e-5));
      } else {
        assertThat(value(found, "logLoss")).isCloseTo(loss, within(1e-6));
      }
    }
  }

  @Test
  void refusesToMeasureGraphsByWhatTheirNodesDifferIn() throws Exception {
    Dataset<Row> rows =
        TestSpark.session()
            .createDataFrame(
                List.of(RowFactory.create(1L, "g", "C"), RowFactory.create(2L, "g", null)),
                new StructType()
                    .add("__row", DataTypes.LongType)
                    .add("graph", DataTypes.StringType)
                    .add("atom", DataTypes.StringType));
    Dataset<Row> numbers =
        TestSpark.session()
            .createDataset(List.of(1L, 2L), Encoders.LONG())
            .selectExpr("value as __row", "7L as __graph");
    graphs.write(folder);
    TestRun run = TestRun.of(folder, DEFINITION.formatted(folder, BINARY));

    assertThatThrownBy(
            () ->
                GraphRows.of(
                    rows,
                    List.of(col("__row"), col("atom").as(Slices.name("atom"))),
                    numbers,
                    run.definition()))
        .hasMessage(
            "Cannot measure graphs by 'atom': of the 2 nodes of graph 'g', 1 have values from 'C' to 'C' (expected one value for all nodes of a graph). Look at 'blocks' and 'slices' in 'evaluation'.");
  }

  /** A run with untrained networks, whose scores of single graphs stand for the engine's. */
  private TestRun measured(String label) throws Exception {
    graphs.write(folder);
    TestRun run = TestRun.of(folder, DEFINITION.formatted(folder, label));
    for (String step : List.of("clean", "features", "graph", "neighbourhoods")) {
      run.step(step);
    }
    for (ModelSpec model : run.definition().models()) {
      train(run, model);
    }
    run.step("evaluate");
    return run;
  }

  private void train(TestRun run, ModelSpec model) throws Exception {
    Storage storage = run.directory().storage();
    FeaturePlan plan = PreparedFiles.featurePlan(storage, run.directory().output("features"));
    Task task = run.definition().label().task();
    int width = run.definition().label().width();
    FeatureOutput index = plan.indices().get(0);
    Network network =
        NamedNetworks.of(
            ((Deep) model.settings()).spec(),
            List.of(),
            List.of(new Network.Index(index.name(), index.cardinality())),
            List.of(new Network.Sparse("words", SmallGraphs.WORDS)),
            width);
    boolean number = task == Task.REGRESSION;
    Predictor.Deep predictor =
        new Predictor.Deep(
            task, network, InitialParameters.of(network, 5), number ? 3 : 1, number ? 6 : 0);
    String step = "train-" + model.name();
    Path work = run.directory().freshWork(step);
    storage.write(new Path(work, "network.json"), PredictorFiles.network(predictor));
    storage.write(new Path(work, "weights.safetensors"), PredictorFiles.weights(predictor));
    predictions(run, plan, predictor, model.name(), new Path(work, "predictions"));
    Path out = run.directory().finishWork(step);
    run.directory()
        .writeDone(
            new StepDone(
                StepDone.VERSION,
                step,
                "test-" + step,
                out.toString(),
                1,
                null,
                new Measured(0, 0),
                null));
  }

  private void predictions(
      TestRun run, FeaturePlan plan, Predictor.Deep predictor, String model, Path target)
      throws Exception {
    List<String> classes = run.definition().label().classes();
    byte[] onnx = io.millrace.network.OnnxExporter.export(plan, predictor, classes, true, Map.of());
    List<String> outputs =
        switch (predictor.task()) {
          case BINARY -> List.of("probability");
          case REGRESSION -> List.of("prediction");
          case MULTICLASS ->
              IntStream.range(0, classes.size()).mapToObj(i -> "probability_" + i).toList();
        };
    Map<String, double[]> found = new HashMap<>();
    for (String split : List.of("valid", "test")) {
      found.putAll(SmallGraphs.scores(onnx, graphs.of(split), outputs));
    }
    scores.put(model, found);
    Map<String, Long> numbers = new HashMap<>();
    for (Row row :
        TestSpark.session()
            .read()
            .parquet(run.directory().output("graph") + "/nodes")
            .select("key", "graph")
            .collectAsList()) {
      numbers.put(row.getString(0).split("-", -1)[0], row.getLong(1));
    }
    List<Row> rows = new ArrayList<>();
    for (Small graph : graphs.of("valid")) {
      rows.add(RowFactory.create(numbers.get(graph.name()), found.get(graph.name())));
    }
    TestSpark.session()
        .createDataFrame(
            rows,
            new StructType()
                .add("__row", DataTypes.LongType)
                .add("scores", DataTypes.createArrayType(DataTypes.DoubleType)))
        .write()
        .parquet(target.toString());
  }

  private static double value(ModelEvaluation evaluation, String metric) {
    MetricValue found = evaluation.metrics().get(metric);
    return found.value();
  }

  private static ModelEvaluation evaluation(TestRun run, String model) throws Exception {
    Path file = new Path(run.directory().output("evaluate"), model + "/evaluation.json");
    return Json.read(
        run.directory().storage().read(file),
        ModelEvaluation.class,
        ModelEvaluation.VERSION,
        file.toString());
  }
}
