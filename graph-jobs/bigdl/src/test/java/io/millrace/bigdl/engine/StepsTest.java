package io.millrace.bigdl.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.intel.analytics.bigdl.utils.Table;
import io.millrace.bigdl.data.Rows;
import io.millrace.bigdl.data.Shard;
import io.millrace.bigdl.data.ShardColumns;
import io.millrace.bigdl.data.Shards;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StepsTest {
  private static final ShardColumns COLUMNS =
      new ShardColumns(List.of("x"), List.of(), List.of(), "label", "key");

  @Test
  void everyEpochUsesEveryRowOnce() {
    int rows = 1003;
    int cores = 3;
    Steps steps = new Steps(rows, 1, cores, Steps.perEpoch(rows, 1, 96), 7);
    Shard shard = Shards.random(COLUMNS, rows, 1);
    for (int epoch = 0; epoch < 2; epoch++) {
      Map<Integer, Integer> used = new HashMap<>();
      for (int step = 0; step < steps.perEpoch(); step++) {
        StepBatch batch = StepBatch.of(shard, steps, epoch, step);
        int length = batch.size() / cores;
        int inStep = 0;
        for (int core = 0; core < cores; core++) {
          Rows slice =
              NetworkModule.rows((Table) batch.slice(core * length + 1, length).getInput());
          for (int r = 0; r < slice.count(); r++) {
            used.merge((int) slice.dense()[r], 1, Integer::sum);
          }
          inStep += slice.count();
          assertThat(slice.share()).isEqualTo(steps.rows(step) / (double) cores);
        }
        assertThat(inStep).isEqualTo((int) steps.rows(step)).isLessThanOrEqualTo(96);
      }
      assertThat(used).hasSize(rows);
      assertThat(used.values()).containsOnly(1);
    }
  }

  @Test
  void executorsHaveTheSameNumberOfSteps() {
    Steps steps = new Steps(101, 4, 2, Steps.perEpoch(101, 4, 16), 7);

    long rows = 0;
    for (int step = 0; step < steps.perEpoch(); step++) {
      assertThat(steps.rows(step)).isBetween(8L, 16L);
      rows += steps.rows(step);
    }

    assertThat(rows).isEqualTo(101);
    assertThat(steps.perEpoch()).isEqualTo(7);
  }
}
