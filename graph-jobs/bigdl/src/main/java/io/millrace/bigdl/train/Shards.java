package io.millrace.bigdl.train;

import io.millrace.bigdl.data.RowRange;
import io.millrace.bigdl.data.Shard;
import io.millrace.bigdl.data.ShardFiles;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.storage.BlockStatus;
import org.apache.spark.storage.RDDBlockId;
import org.apache.spark.storage.StorageLevel;
import scala.collection.JavaConverters;

/** The rows of a split in the executors' memory, shared evenly between them. */
final class Shards implements AutoCloseable {
  private final JavaRDD<Shard> rdd;

  private Shards(JavaRDD<Shard> rdd) {
    this.rdd = rdd;
  }

  /**
   * Reads a part of a split.
   *
   * @param keyed whether row keys are kept
   * @throws IllegalStateException if the rows do not fit into the executors' memory
   */
  static Shards load(JavaSparkContext spark, PartFiles part, int executors, boolean keyed) {
    ShardFiles source = part.source();
    long rows = part.rows();
    List<List<RowRange>> ranges = new ArrayList<>();
    List<Integer> parts = new ArrayList<>();
    for (int p = 0; p < executors; p++) {
      ranges.add(new ArrayList<>(RowRange.of(part.files(), executors, p)));
      parts.add(p);
    }
    Broadcast<HashMap<String, String>> hadoop = spark.broadcast(properties(spark));
    JavaRDD<Shard> rdd =
        spark
            .parallelize(parts, executors)
            .map(
                p ->
                    source.read(
                        ranges.get(p),
                        p,
                        RowRange.begin(rows, executors, p),
                        keyed,
                        configuration(hadoop.value())));
    rdd.setName(part.name());
    Shards shards = new Shards(rdd.persist(StorageLevel.MEMORY_ONLY()));
    shards.fill(part.name(), rows);
    return shards;
  }

  JavaRDD<Shard> rdd() {
    return rdd;
  }

  /** Bytes that the rows take in all executors. */
  long memoryBytes() {
    return IntStream.range(0, rdd.getNumPartitions()).mapToLong(this::memoryBytes).sum();
  }

  /** From the driver's own book of blocks: the figures of Spark's pages come later. */
  private long memoryBytes(int partition) {
    var statuses =
        SparkEnv.get()
            .blockManager()
            .master()
            .getBlockStatus(new RDDBlockId(rdd.id(), partition), false);
    return JavaConverters.mapAsJavaMapConverter(statuses).asJava().values().stream()
        .mapToLong(BlockStatus::memSize)
        .max()
        .orElse(0);
  }

  private void fill(String split, long rows) {
    rdd.count();
    long cached =
        IntStream.range(0, rdd.getNumPartitions()).filter(p -> memoryBytes(p) > 0).count();
    if (cached < rdd.getNumPartitions()) {
      close();
      throw new IllegalStateException(
          "Cannot hold the %d rows of '%s' in memory: only %d of %d executors had room (expected all). Give executors more memory (resources.memory) or use more of them."
              .formatted(rows, split, cached, rdd.getNumPartitions()));
    }
  }

  /** Frees the memory; executors that are gone are not waited for. */
  @Override
  public void close() {
    rdd.unpersist(false);
  }

  /** What the driver knows of Hadoop, to be sent to executors. */
  static HashMap<String, String> properties(JavaSparkContext spark) {
    HashMap<String, String> properties = new HashMap<>();
    for (Map.Entry<String, String> entry : spark.hadoopConfiguration()) {
      properties.put(entry.getKey(), entry.getValue());
    }
    return properties;
  }

  static Configuration configuration(Map<String, String> properties) {
    Configuration configuration = new Configuration(false);
    properties.forEach(configuration::set);
    return configuration;
  }

  /** Frees all that Spark holds but these: what a failed training has left behind. */
  static void freeOthers(JavaSparkContext spark, Set<Integer> kept) {
    spark
        .getPersistentRDDs()
        .forEach(
            (id, left) -> {
              if (!kept.contains(id)) {
                left.unpersist(false);
              }
            });
  }
}
