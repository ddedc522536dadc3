package io.millrace.jobs.evaluate;

import io.millrace.catalog.Batch;
import io.millrace.catalog.OnnxScorer;
import io.millrace.catalog.Scores;
import io.millrace.catalog.Signature;
import io.millrace.jobs.score.Chunks;
import io.millrace.jobs.score.RowTensors;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Scores rows with shipped files, all models in one pass over the data. */
public final class OnnxScores {
  /** What names of columns of scores begin with, and no other column's. */
  static final String COLUMN_PREFIX = "scores_";

  private static final int BATCH = 4096;

  private OnnxScores() {}

  /** Name of the column with a candidate's scores: an array of floats, one for each class. */
  static String column(int candidate) {
    return COLUMN_PREFIX + candidate;
  }

  /**
   * The kept columns of the rows, then a column of scores for each candidate over rows that stand
   * alone, named by its number among all candidates.
   */
  static Dataset<Row> score(Dataset<Row> rows, List<Column> kept, List<Candidate> all) {
    List<Candidate> candidates = Candidate.overRows(all);
    List<Column> columns = new ArrayList<>(kept);
    List<RowTensors> tensors = new ArrayList<>();
    for (Candidate candidate : candidates) {
      Signature signature = candidate.signature();
      tensors.add(RowTensors.of(signature, columns.size()));
      List<Column> inputs = RowTensors.columns(signature);
      for (Column input : inputs) {
        columns.add(input.as("__in_" + columns.size()));
      }
    }
    Dataset<Row> wide = rows.select(columns.toArray(Column[]::new));
    StructType schema = new StructType();
    for (int i = 0; i < kept.size(); i++) {
      schema = schema.add(wide.schema().apply(i));
    }
    for (Candidate candidate : candidates) {
      String name = column(all.indexOf(candidate));
      schema = schema.add(name, DataTypes.createArrayType(DataTypes.FloatType, false));
    }
    int keptCount = kept.size();
    Broadcast<ArrayList<Candidate>> shipped =
        JavaSparkContext.fromSparkContext(rows.sparkSession().sparkContext())
            .broadcast(new ArrayList<>(candidates));
    return wide.mapPartitions(
        (MapPartitionsFunction<Row, Row>)
            partition -> scorePartition(partition, shipped.value(), tensors, keptCount),
        Encoders.row(schema));
  }

  private static Iterator<Row> scorePartition(
      Iterator<Row> rows, List<Candidate> candidates, List<RowTensors> tensors, int kept) {
    List<OnnxScorer> scorers = new ArrayList<>();
    List<Batch> batches = new ArrayList<>();
    // Before the first scorer: where a later one cannot be opened, those before it are closed too.
    Chunks<Row, Row> chunks =
        new Chunks<>(
            rows,
            BATCH,
            chunk -> scoreChunk(chunk, candidates, tensors, batches, kept),
            () -> scorers.forEach(OnnxScorer::close));
    for (Candidate candidate : candidates) {
      OnnxScorer scorer = OnnxScorer.open(candidate.onnx(), candidate.signature());
      scorers.add(scorer);
      batches.add(scorer.batch(BATCH));
    }
    return chunks;
  }

  private static List<Row> scoreChunk(
      List<Row> chunk,
      List<Candidate> candidates,
      List<RowTensors> tensors,
      List<Batch> batches,
      int kept) {
    Object[][] results = new Object[chunk.size()][kept + candidates.size()];
    for (int r = 0; r < results.length; r++) {
      for (int i = 0; i < kept; i++) {
        results[r][i] = chunk.get(r).get(i);
      }
    }
    for (int c = 0; c < candidates.size(); c++) {
      Batch batch = batches.get(c);
      for (int r = 0; r < results.length; r++) {
        tensors.get(c).fill(batch, r, chunk.get(r));
      }
      Scores scores = batch.score(results.length);
      List<float[]> outputs = new ArrayList<>();
      for (String output : scoreOutputs(candidates.get(c).signature())) {
        outputs.add(scores.floats(output));
      }
      for (int r = 0; r < results.length; r++) {
        Float[] row = new Float[outputs.size()];
        for (int k = 0; k < row.length; k++) {
          row[k] = outputs.get(k)[r];
        }
        results[r][kept + c] = row;
      }
    }
    List<Row> rows = new ArrayList<>(results.length);
    for (Object[] result : results) {
      rows.add(RowFactory.create(result));
    }
    return rows;
  }

  /** The outputs that are scores, in the order of the classes. */
  public static List<String> scoreOutputs(Signature signature) {
    return signature.outputs().stream()
        .filter(output -> output.type().equals("float"))
        .map(Signature.Output::name)
        .toList();
  }
}
