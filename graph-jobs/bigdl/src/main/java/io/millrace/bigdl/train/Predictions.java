package io.millrace.bigdl.train;

import io.millrace.bigdl.data.Shard;
import io.millrace.spec.network.TrainingPlan;
import io.millrace.spec.target.Task;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;

/**
 * Writes the engine's own predictions as Parquet: the row's key and {@code scores}, as {@code
 * array<double>}: the probability of yes, the probabilities of all classes, or the number.
 */
final class Predictions {
  private static final String SCORES = "scores";

  private Predictions() {}

  static void write(
      TrainingPlan plan, Shard shard, float[] weights, Path folder, Configuration hadoop)
      throws IOException {
    List<double[][]> batches =
        Scoring.score(
            plan,
            shard,
            weights,
            () -> (rows, scores, k) -> predictions(plan, rows.count(), scores, k));
    MessageType schema = schema(plan.key());
    SimpleGroupFactory groups = new SimpleGroupFactory(schema);
    Path file = new Path(folder, "part-%05d.snappy.parquet".formatted(shard.partition()));
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(file)
            .withType(schema)
            .withConf(hadoop)
            .withCompressionCodec(CompressionCodecName.SNAPPY)
            .build()) {
      int row = 0;
      for (double[][] batch : batches) {
        for (double[] scores : batch) {
          Group group = groups.newGroup().append(plan.key(), shard.key(row++));
          Group list = group.addGroup(SCORES);
          for (double score : scores) {
            list.addGroup("list").append("element", score);
          }
          writer.write(group);
        }
      }
    }
  }

  private static MessageType schema(String key) {
    return MessageTypeParser.parseMessageType(
        "message spark_schema { required int64 %s; required group %s (LIST) { repeated group list { required double element; } } }"
            .formatted(key, SCORES));
  }

  private static double[][] predictions(TrainingPlan plan, int rows, float[] scores, int k) {
    double[][] predictions = new double[rows][k];
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < k; c++) {
        predictions[r][c] = scores[r * k + c];
      }
      if (plan.task() == Task.MULTICLASS) {
        softmax(predictions[r]);
      } else {
        double score = predictions[r][0];
        predictions[r][0] =
            plan.task() == Task.BINARY
                ? 1 / (1 + Math.exp(-score))
                : score * plan.labelScale() + plan.labelShift();
      }
    }
    return predictions;
  }

  private static void softmax(double[] logits) {
    double most = Double.NEGATIVE_INFINITY;
    for (double logit : logits) {
      most = Math.max(most, logit);
    }
    double sum = 0;
    for (int c = 0; c < logits.length; c++) {
      logits[c] = Math.exp(logits[c] - most);
      sum += logits[c];
    }
    for (int c = 0; c < logits.length; c++) {
      logits[c] /= sum;
    }
  }
}
