package io.millrace.bigdl.engine;

import com.intel.analytics.bigdl.dataset.MiniBatch;
import io.millrace.bigdl.data.Shard;
import java.util.List;
import org.apache.spark.Partition;
import org.apache.spark.TaskContext;
import org.apache.spark.rdd.RDD;
import scala.collection.Iterator;
import scala.collection.JavaConverters;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/**
 * The mini-batch of one step from each shard. The driver sets epoch and step before it starts the
 * job of a step, and they travel with the job, so a task that runs again uses the same rows.
 */
final class StepRdd extends RDD<MiniBatch<Object>> {
  private static final long serialVersionUID = 1;
  private static final ClassTag<Shard> SHARD = ClassTag$.MODULE$.apply(Shard.class);

  private final Steps steps;
  private int epoch;
  private int step;

  StepRdd(RDD<Shard> shards, Steps steps) {
    super(shards, Scala.BATCH);
    this.steps = steps;
  }

  void next(int epochFromZero, int stepOfEpoch) {
    epoch = epochFromZero;
    step = stepOfEpoch;
  }

  @Override
  public Iterator<MiniBatch<Object>> compute(Partition split, TaskContext context) {
    Shard shard = this.<Shard>firstParent(SHARD).iterator(split, context).next();
    MiniBatch<Object> batch = StepBatch.of(shard, steps, epoch, step);
    return JavaConverters.asScalaIteratorConverter(List.of(batch).iterator()).asScala();
  }

  @Override
  public Partition[] getPartitions() {
    return this.<Shard>firstParent(SHARD).partitions();
  }
}
