package io.millrace.bigdl.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.intel.analytics.bigdl.utils.Table;
import io.millrace.bigdl.data.Rows;
import io.millrace.bigdl.data.Shard;
import io.millrace.bigdl.data.ShardColumns;
import io.millrace.bigdl.data.Shards;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StepsTest {
  private static final ShardColumns COLUMNS =
      new ShardColumns(List.of("x"), List.of(), List.of(), "label", "key");

  /**
   * @param prepared whether cores copy the rows of the next step before it is asked for
   */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void everyEpochUsesEveryRowOnce(boolean prepared) {
    int rows = 1003;
    int cores = 3;
    Steps steps = new Steps(rows, rows, 1, cores, Steps.perEpoch(rows, 1, 96), 7);
    Shard shard = Shards.random(COLUMNS, rows, 1);
    for (int epoch = 0; epoch < 2; epoch++) {
      Map<Integer, Integer> used = new HashMap<>();
      for (int step = 0; step < steps.perEpoch(); step++) {
        StepBatch batch = StepBatch.of(shard, steps, epoch, step);
        int length = batch.size() / cores;
        int inStep = 0;
        for (int core = 0; core < cores; core++) {
          StepBatch own = (StepBatch) batch.slice(core * length + 1, length);
          Rows slice = NetworkModule.rows((Table) own.getInput());
          if (prepared) {
            own.prepareNext();
          }
          for (int r = 0; r < slice.count(); r++) {
            used.merge((int) slice.dense()[r], 1, Integer::sum);
          }
          inStep += slice.count();
          assertThat(slice.count()).isBetween(length, length + 1);
          assertThat(slice.share()).isEqualTo(steps.rows(step) / (double) cores);
        }
        assertThat(inStep).isEqualTo((int) steps.rows(step)).isLessThanOrEqualTo(96);
      }
      assertThat(used).hasSize(rows);
      assertThat(used.values()).containsOnly(1);
    }
  }

  @Test
  void rowsOfAStepThatRunsAgainAreCopiedAgain() {
    Steps steps = new Steps(64, 64, 1, 1, 4, 7);
    Shard shard = Shards.random(COLUMNS, 64, 1);
    StepBatch first = slice(shard, steps, 0);
    float[] wanted = copy(first);
    first.prepareNext();

    assertThat(copy(slice(shard, steps, 0))).isEqualTo(wanted);
    assertThat(copy(slice(shard, steps, 2))).isNotEqualTo(wanted);
    assertThat(copy(slice(shard, steps, 0))).isEqualTo(wanted);
  }

  private static StepBatch slice(Shard shard, Steps steps, int step) {
    StepBatch batch = StepBatch.of(shard, steps, 0, step);
    return (StepBatch) batch.slice(1, batch.size());
  }

  private static float[] copy(StepBatch slice) {
    Rows rows = NetworkModule.rows((Table) slice.getInput());
    return Arrays.copyOf(rows.dense(), rows.count());
  }

  @Test
  void executorsHaveTheSameNumberOfSteps() {
    Steps steps = new Steps(101, 101, 4, 2, Steps.perEpoch(101, 4, 16), 7);

    long rows = 0;
    for (int step = 0; step < steps.perEpoch(); step++) {
      assertThat(steps.rows(step)).isBetween(8L, 16L);
      rows += steps.rows(step);
    }

    assertThat(rows).isEqualTo(101);
    assertThat(steps.perEpoch()).isEqualTo(7);
  }

  /** Four graphs with 1, 3, 5 and 2 scores in one step: a gradient is that of their union. */
  @Test
  void everyScoreWeighsTheSameOnEveryExecutor() {
    Steps alone = new Steps(4, 11, 1, 1, 1, 7);
    Steps together = new Steps(4, 11, 2, 1, 1, 7);

    double union = weight(Shards.graphs(0, 1, 3, 5, 2), alone);

    assertThat(union).isCloseTo(1 / 11.0, within(1e-12));
    assertThat(weight(Shards.graphs(0, 1, 3), together)).isCloseTo(union, within(1e-12));
    assertThat(weight(Shards.graphs(1, 5, 2), together)).isCloseTo(union, within(1e-12));
  }

  /** What the gradient of one score is multiplied with in the mean over all slices of a step. */
  private static double weight(Shard shard, Steps steps) {
    StepBatch slice = slice(shard, steps, 0);
    Rows rows = NetworkModule.rows((Table) slice.getInput());
    return 1 / rows.share() / (steps.executors() * steps.cores());
  }
}
