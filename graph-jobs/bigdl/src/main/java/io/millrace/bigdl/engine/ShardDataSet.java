package io.millrace.bigdl.engine;

import com.intel.analytics.bigdl.dataset.AbstractDataSet;
import com.intel.analytics.bigdl.dataset.DistributedDataSet;
import com.intel.analytics.bigdl.dataset.LocalDataSet;
import com.intel.analytics.bigdl.dataset.MiniBatch;
import com.intel.analytics.bigdl.dataset.Transformer;
import io.millrace.bigdl.data.Shard;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.rdd.RDD;
import scala.reflect.ClassTag;

/** Cached shards as BigDL asks for its data: one mini-batch from each at a time. */
final class ShardDataSet implements DistributedDataSet<MiniBatch<Object>> {
  private final JavaRDD<Shard> shards;
  private final Steps steps;
  private final StepRdd batches;
  private final RDD<Shard> origin;

  ShardDataSet(JavaRDD<Shard> shards, Steps steps) {
    this.shards = shards;
    this.steps = steps;
    this.batches = new StepRdd(shards.rdd(), steps);
    int cores = steps.cores();
    this.origin =
        shards
            .mapPartitions(
                rows -> {
                  CorePool.fit(cores);
                  return rows;
                },
                true)
            .rdd();
  }

  /** What the next job works on. */
  void next(long step) {
    batches.next((int) (step / steps.perEpoch()), (int) (step % steps.perEpoch()));
  }

  @Override
  public RDD<MiniBatch<Object>> data(boolean train) {
    if (train) {
      return batches;
    }
    Steps counted = steps;
    return shards
        .map(shard -> (MiniBatch<Object>) StepBatch.counted(counted.counted(shard.partition())))
        .rdd();
  }

  /** BigDL starts its engine, and makes its models, in the task that reads this. */
  @Override
  public RDD<?> originRDD() {
    return origin;
  }

  @Override
  public long size() {
    long size = 0;
    for (int p = 0; p < steps.executors(); p++) {
      size += steps.counted(p);
    }
    return size;
  }

  /** Each epoch has its own order by its number. */
  @Override
  public void shuffle() {}

  @Override
  public void cache() {}

  @Override
  public void unpersist() {}

  @Override
  public boolean isCached() {
    return true;
  }

  @Override
  public void isCached_$eq(boolean cached) {}

  @Override
  public <C> AbstractDataSet<C, ?> transform(
      Transformer<MiniBatch<Object>, C> transformer, ClassTag<C> tag) {
    throw new UnsupportedOperationException("Prepared rows are used as they are.");
  }

  @Override
  public <C> AbstractDataSet<C, ?> $minus$greater(
      Transformer<MiniBatch<Object>, C> transformer, ClassTag<C> tag) {
    return transform(transformer, tag);
  }

  @Override
  public LocalDataSet<MiniBatch<Object>> toLocal() {
    throw new UnsupportedOperationException("The rows are on the executors.");
  }

  @Override
  public DistributedDataSet<MiniBatch<Object>> toDistributed() {
    return this;
  }
}
