package io.millrace.bigdl.train;

import io.millrace.bigdl.data.RowRange;
import io.millrace.bigdl.data.Shard;
import io.millrace.bigdl.data.ShardFiles;
import io.millrace.bigdl.engine.PlanText;
import io.millrace.spec.data.DatasetManifest.ManifestFile;
import io.millrace.spec.network.TrainingPlan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * The rows of the test split. Training needs the executors' memory, so they are not kept there:
 * each measurement reads them anew, in pieces.
 */
final class TestSplit {
  /** Of a file, packed: what an executor has of the split in memory at a time. */
  private static final long PIECE_BYTES = 16L << 20;

  private final JavaSparkContext spark;
  private final PartFiles part;
  private final long rows;

  TestSplit(JavaSparkContext spark, PartFiles part) {
    this.spark = spark;
    this.part = part;
    this.rows = part.rows();
  }

  /** Whether the data set has no such rows. */
  boolean isEmpty() {
    return rows == 0;
  }

  /**
   * Measures networks over all rows, which are read once.
   *
   * @param weights of each network
   * @return sums in the order of the networks
   */
  List<Validation> measure(TrainingPlan plan, List<float[]> weights) {
    int pieces = pieces(plan.executors());
    List<ArrayList<RowRange>> ranges =
        IntStream.range(0, pieces).mapToObj(p -> ranges(pieces, p)).toList();
    List<Integer> numbers = IntStream.range(0, pieces).boxed().toList();
    Broadcast<ArrayList<float[]>> sent = spark.broadcast(new ArrayList<>(weights));
    Broadcast<HashMap<String, String>> hadoop = spark.broadcast(Shards.properties(spark));
    PlanText text = new PlanText(plan);
    ShardFiles from = part.source();
    long all = rows;
    try {
      return spark
          .parallelize(numbers, pieces)
          .map(
              p ->
                  measure(
                      text.plan(),
                      from.read(
                          ranges.get(p),
                          p,
                          RowRange.begin(all, pieces, p),
                          false,
                          Shards.configuration(hadoop.value())),
                      sent.value()))
          .reduce(TestSplit::plus);
    } finally {
      sent.destroy();
      hadoop.destroy();
    }
  }

  private int pieces(int executors) {
    long bytes = part.files().stream().mapToLong(ManifestFile::bytes).sum();
    return (int) Math.min(rows, Math.max(executors, (bytes + PIECE_BYTES - 1) / PIECE_BYTES));
  }

  /** Serialisable, as tasks need it. */
  private ArrayList<RowRange> ranges(int pieces, int piece) {
    return new ArrayList<>(RowRange.of(part.files(), pieces, piece));
  }

  private static ArrayList<Validation> measure(
      TrainingPlan plan, Shard shard, List<float[]> weights) {
    ArrayList<Validation> sums = new ArrayList<>();
    weights.forEach(each -> sums.add(Validation.of(plan, shard, each)));
    return sums;
  }

  private static ArrayList<Validation> plus(List<Validation> some, List<Validation> more) {
    ArrayList<Validation> sums = new ArrayList<>();
    for (int i = 0; i < some.size(); i++) {
      sums.add(some.get(i).plus(more.get(i)));
    }
    return sums;
  }
}
