package io.millrace.bigdl.data;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What one executor trains on, in memory: rows of a table, or graphs and neighbourhoods. These
 * units are shared between steps and cores; each has one score or several.
 */
public abstract class Shard implements Serializable {
  private static final long serialVersionUID = 1;

  private final int partition;
  private transient long orderOf;
  private transient int[] order;
  private transient List<RowBuffer> buffers;

  Shard(int partition) {
    this.partition = partition;
  }

  public int partition() {
    return partition;
  }

  /** Units that it holds. */
  public abstract int size();

  /** Scores of all units together; they are numbered in the order of the units. */
  public abstract int scores();

  /** What a score belongs to, where keys are kept. */
  public abstract long key(int score);

  public abstract float label(int score);

  /** Memory for some units. */
  public abstract Rows room();

  /**
   * Copies units.
   *
   * @param order numbers of units, of which those from {@code from} to {@code to} are copied; null
   *     for the units as they stand
   * @param seed of the epoch, for random decisions about rows and nodes
   */
  public abstract void copy(int[] order, int from, int to, long seed, Rows into);

  /** The order of the units in an epoch: a permutation that depends on the seed alone. */
  public synchronized int[] order(long seed, int epoch) {
    long wanted = Mix.of(seed, epoch, partition);
    if (order == null || orderOf != wanted) {
      int[] shuffled = new int[size()];
      for (int i = 0; i < shuffled.length; i++) {
        shuffled[i] = i;
      }
      SplittableRandom random = new SplittableRandom(wanted);
      for (int i = shuffled.length - 1; i > 0; i--) {
        int j = random.nextInt(i + 1);
        int swap = shuffled[i];
        shuffled[i] = shuffled[j];
        shuffled[j] = swap;
      }
      order = shuffled;
      orderOf = wanted;
    }
    return order;
  }

  /** Memory for one core's units, to be used again; one thread for each number at a time. */
  public synchronized RowBuffer buffer(int number) {
    if (buffers == null) {
      buffers = new ArrayList<>();
    }
    while (buffers.size() <= number) {
      buffers.add(new RowBuffer(room(), room()));
    }
    return buffers.get(number);
  }
}
