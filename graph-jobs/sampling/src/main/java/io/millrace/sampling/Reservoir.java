package io.millrace.sampling;

import java.util.Arrays;

/**
 * Draws edges into one node without replacement while they pass by, in memory that does not grow
 * with their number. Parts of the edges may pass by elsewhere, see {@link #candidates} and {@link
 * #join}; neither the parts nor the order change what is drawn. Used again for one node after the
 * other.
 *
 * <p>Each edge gets a clock from the seed, the node, the hop and itself, and those with the
 * smallest clocks are drawn. With {@code U} uniform in (0, 1) and {@code w} the edge's weight, the
 * clock is
 *
 * <ul>
 *   <li>{@code U} for uniform draws;
 *   <li>{@code -ln(U) / w} for weighted ones, whose order is that of the keys {@code U^(1/w)} of
 *       Efraimidis & Spirakis (2006): as if one edge after the other were drawn in proportion to
 *       its weight.
 * </ul>
 *
 * <p>So that the expected sum of {@code weight * x} over what is drawn is that over all edges, for
 * any x, each drawn edge is given the weight {@code w / p}, where p is
 *
 * <ul>
 *   <li>{@code drawn / edges} for uniform draws;
 *   <li>{@code 1 - exp(-w t)} for weighted ones, with t the smallest clock that was not drawn: the
 *       chance that this edge's clock is below t, which is fixed by the other edges (rank
 *       conditioning, Cohen & Kaplan 2007).
 * </ul>
 *
 * Where all edges are drawn, their weights stay.
 */
public final class Reservoir {
  private static final int FIRST_ROOM = 16;

  private final int limit;
  private final boolean weighted;
  private long stream;
  private long count;
  private int size;
  private long[] sources = new long[FIRST_ROOM];
  private int[] ordinals = new int[FIRST_ROOM];
  private float[] weights = new float[FIRST_ROOM];
  private double[] clocks = new double[FIRST_ROOM];

  /**
   * Edges that may still be drawn.
   *
   * @param count of all edges that they stand for
   * @param ordinals tell edges from one source apart
   */
  public record Candidates(long count, long[] sources, int[] ordinals, float[] weights) {}

  /**
   * @param limit edges that are drawn at most, from 1
   */
  public Reservoir(int limit, boolean weighted) {
    this.limit = Math.min(limit, Integer.MAX_VALUE - FIRST_ROOM);
    this.weighted = weighted;
  }

  /** Begins with a node; what was drawn before is forgotten. */
  public void start(long seed, long node, int hop) {
    stream = Draws.of(seed, node, hop);
    count = 0;
    size = 0;
  }

  /**
   * Takes an edge.
   *
   * @param ordinal tells edges from this source to the node apart
   * @param weight above 0
   */
  public void offer(long source, int ordinal, float weight) {
    count++;
    keep(source, ordinal, weight);
  }

  /** Takes what another reservoir of the same node and hop has kept. */
  public void join(Candidates part) {
    count += part.count();
    for (int i = 0; i < part.sources().length; i++) {
      keep(part.sources()[i], part.ordinals()[i], part.weights()[i]);
    }
  }

  /** What is left of the edges so far, as a part for {@link #join}. */
  public Candidates candidates() {
    return new Candidates(
        count,
        Arrays.copyOf(sources, size),
        Arrays.copyOf(ordinals, size),
        Arrays.copyOf(weights, size));
  }

  /**
   * The drawn edges with the weights that keep sums unbiased, in the order of their clocks. Then it
   * has to {@link #start} again.
   */
  public InEdges drawn() {
    sort();
    boolean all = count <= limit;
    int drawn = Math.min(size, limit);
    float[] given = Arrays.copyOf(weights, drawn);
    for (int i = 0; i < drawn && !all; i++) {
      double chance =
          weighted ? -Math.expm1(-weights[i] * clocks[limit]) : (double) limit / count;
      given[i] = (float) (weights[i] / chance);
    }
    return new InEdges(Arrays.copyOf(sources, drawn), given);
  }

  private void keep(long source, int ordinal, float weight) {
    double uniform = Draws.uniform(Draws.of(stream, source, ordinal));
    // StrictMath, since two machines must not disagree about an edge.
    double clock = weighted ? -StrictMath.log(uniform) / weight : uniform;
    // One more than is drawn: its clock is the t of weighted draws.
    if (size <= limit) {
      room();
      set(size, source, ordinal, weight, clock);
      up(size++);
    } else if (before(clock, source, ordinal, 0)) {
      set(0, source, ordinal, weight, clock);
      down(0, size);
    }
  }

  private void room() {
    if (size == sources.length) {
      int room = (int) Math.min((long) limit + 1, 2L * size);
      sources = Arrays.copyOf(sources, room);
      ordinals = Arrays.copyOf(ordinals, room);
      weights = Arrays.copyOf(weights, room);
      clocks = Arrays.copyOf(clocks, room);
    }
  }

  private void set(int at, long source, int ordinal, float weight, double clock) {
    sources[at] = source;
    ordinals[at] = ordinal;
    weights[at] = weight;
    clocks[at] = clock;
  }

  /** Whether an edge is drawn before that at a place; of equal clocks the smaller source is. */
  private boolean before(double clock, long source, int ordinal, int at) {
    if (clock != clocks[at]) {
      return clock < clocks[at];
    }
    return source != sources[at] ? source < sources[at] : ordinal < ordinals[at];
  }

  private boolean before(int first, int second) {
    return before(clocks[first], sources[first], ordinals[first], second);
  }

  // A heap whose root has the largest clock.
  private void up(int from) {
    int at = from;
    while (at > 0 && before((at - 1) / 2, at)) {
      swap(at, (at - 1) / 2);
      at = (at - 1) / 2;
    }
  }

  private void down(int from, int end) {
    int at = from;
    while (2 * at + 1 < end) {
      int child = 2 * at + 1;
      if (child + 1 < end && before(child, child + 1)) {
        child++;
      }
      if (!before(at, child)) {
        return;
      }
      swap(at, child);
      at = child;
    }
  }

  private void sort() {
    for (int end = size - 1; end > 0; end--) {
      swap(0, end);
      down(0, end);
    }
  }

  private void swap(int a, int b) {
    long source = sources[a];
    int ordinal = ordinals[a];
    float weight = weights[a];
    double clock = clocks[a];
    set(a, sources[b], ordinals[b], weights[b], clocks[b]);
    set(b, source, ordinal, weight, clock);
  }
}
