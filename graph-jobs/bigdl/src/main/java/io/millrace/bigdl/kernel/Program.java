package io.millrace.bigdl.kernel;

import io.millrace.bigdl.data.Rows;
import io.millrace.spec.network.Network;
import io.millrace.spec.network.Network.Node;
import io.millrace.spec.network.Shapes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A network compiled to kernels, with the memory for one mini-batch at a time. Not for two threads.
 */
public final class Program {
  private final Memory memory;
  private final List<Step> steps = new ArrayList<>();
  private final Value score;
  private final @Nullable ScoreSeeds scoreSeeds;
  private @Nullable Pass pass;

  /** A node; without an output of numbers side by side where it gives sparse ones. */
  private record Step(Kernel kernel, @Nullable Value output) {}

  /**
   * Compiles a network.
   *
   * @throws IllegalArgumentException if its shapes do not fit
   */
  public Program(Network network) {
    memory = new Memory(network);
    Kernels kernels = new Kernels(memory);
    for (Node node : network.nodes()) {
      int number = steps.size();
      if (memory.isSparse(node.name())) {
        SparseValue output = memory.addSparse(node.name());
        steps.add(new Step(kernels.sparseDropout(node, output, number), null));
      } else {
        Value output = memory.add(node.name());
        steps.add(new Step(kernels.of(node, output, number), output));
      }
    }
    score = memory.value(network.output());
    scoreSeeds = network.overGraphs() ? ScoreSeeds.of(network) : null;
  }

  /** Numbers in all parameters together. */
  public int parameters() {
    return memory.parameters();
  }

  /** K: the width of the score. */
  public int outputWidth() {
    return score.width;
  }

  /**
   * Computes the scores of some rows.
   *
   * @param weights all parameters from {@code offset}
   * @return [rows, K], valid until the next call
   */
  public float[] forward(Rows rows, float[] weights, int offset, boolean training) {
    Pass forward = new Pass(rows, training, weights, offset, weights, offset);
    pass = forward;
    read(rows);
    for (Step step : steps) {
      step.kernel().prepare(forward);
      if (step.output() != null) {
        step.output().resize(training);
      }
      step.kernel().forward(forward);
    }
    return score.data;
  }

  private void read(Rows rows) {
    if (scoreSeeds == null) {
      memory.extent(Shapes.ROWS).rows(rows.count(), rows.seeds());
    } else {
      memory.extent(0).nodes(rows.topology(), rows.seeds());
      memory.extent(Shapes.ROWS).rows(rows.count(), scoreSeeds.fill(rows));
    }
    Value dense = memory.dense();
    if (dense != null) {
      dense.data = rows.dense();
    }
    for (int i = 0; i < memory.sparseInputs().size(); i++) {
      memory.sparseInputs().get(i).rows = rows.sparse(i);
    }
  }

  /**
   * Adds to the gradients of all parameters, for the rows of the last forward pass in training.
   *
   * @param scoreGradient [rows, K]
   */
  public void backward(float[] scoreGradient, float[] gradients, int gradientOffset) {
    Pass last = pass;
    if (last == null || !last.training()) {
      throw new IllegalStateException("Cannot go backward without a forward pass in training.");
    }
    Pass back =
        new Pass(last.rows(), true, last.weights(), last.offset(), gradients, gradientOffset);
    System.arraycopy(scoreGradient, 0, score.grad, 0, score.size());
    for (int i = steps.size() - 1; i >= 0; i--) {
      steps.get(i).kernel().backward(back);
    }
  }
}
