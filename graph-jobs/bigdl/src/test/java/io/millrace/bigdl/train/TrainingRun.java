package io.millrace.bigdl.train;

import io.millrace.bigdl.checkpoint.EpochRecord;
import io.millrace.handoff.Json;
import io.millrace.handoff.step.Events;
import io.millrace.network.PredictorFiles;
import io.millrace.spec.model.ModelSpec;
import io.millrace.spec.model.Predictor;
import io.millrace.spec.model.TrainingRuns;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.example.GroupReadSupport;

/** Trains models of a prepared run in this process, and reads what they wrote. */
final class TrainingRun {
  private final String root;
  private final List<String> models;
  private final int cores;
  private final ByteArrayOutputStream events = new ByteArrayOutputStream();

  TrainingRun(PreparedRun run) {
    this(
        run.directory().root().toString(),
        2,
        run.definition().models().stream().map(ModelSpec::name).toList());
  }

  /**
   * @param root folder of the run
   * @param models of its definition
   */
  TrainingRun(String root, int cores, List<String> models) {
    this.root = root;
    this.cores = cores;
    this.models = models;
  }

  /** Trains all models of the definition, or those that are named. */
  TrainingRun train(String... names) throws Exception {
    System.setProperty("spark.master", "local[" + cores + "]");
    System.setProperty("spark.driver.host", "127.0.0.1");
    System.setProperty("spark.driver.bindAddress", "127.0.0.1");
    // Tests look at every epoch's.
    System.setProperty(DeepTraining.KEEP_EVERY, "0");
    Events out = new Events(new PrintStream(events, true, StandardCharsets.UTF_8));
    try (Trainings trainings = Trainings.open(root, out)) {
      for (String model : names.length > 0 ? List.of(names) : models) {
        trainings.run("train-" + model);
      }
    }
    return this;
  }

  String events() {
    return events.toString(StandardCharsets.UTF_8);
  }

  Path output(String model) {
    return Path.of(new org.apache.hadoop.fs.Path(root).toUri())
        .resolve("steps/train-" + model + "/out");
  }

  Predictor.Deep predictor(String model) throws IOException {
    return (Predictor.Deep)
        PredictorFiles.read(
            Files.readAllBytes(output(model).resolve("network.json")),
            Files.readAllBytes(output(model).resolve("weights.safetensors")));
  }

  List<EpochRecord> history(String model) throws IOException {
    List<String> lines = Files.readAllLines(output(model).resolve("history.jsonl"));
    List<EpochRecord> history = new java.util.ArrayList<>();
    for (String line : lines) {
      history.add(
          Json.read(line.getBytes(StandardCharsets.UTF_8), EpochRecord.class, "history.jsonl"));
    }
    return history;
  }

  TrainingRuns runs(String model) throws IOException {
    return Json.read(
        Files.readAllBytes(output(model).resolve("runs.json")),
        TrainingRuns.class,
        TrainingRuns.VERSION,
        "runs.json");
  }

  /** The engine's own scores by row key. */
  Map<Long, double[]> predictions(String model) throws IOException {
    Map<Long, double[]> predictions = new HashMap<>();
    try (var files = Files.list(output(model).resolve("predictions"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".parquet")).toList()) {
        try (ParquetReader<Group> reader =
            ParquetReader.builder(
                    new GroupReadSupport(), new org.apache.hadoop.fs.Path(file.toUri()))
                .build()) {
          for (Group group = reader.read(); group != null; group = reader.read()) {
            Group list = group.getGroup("scores", 0);
            double[] scores = new double[list.getFieldRepetitionCount("list")];
            for (int i = 0; i < scores.length; i++) {
              scores[i] = list.getGroup("list", i).getDouble("element", 0);
            }
            predictions.put(group.getLong("__row", 0), scores);
          }
        }
      }
    }
    return predictions;
  }
}
