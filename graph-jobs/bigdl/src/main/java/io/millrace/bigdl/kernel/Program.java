package io.millrace.bigdl.kernel;

import io.millrace.bigdl.data.Rows;
import io.millrace.spec.network.Layer;
import io.millrace.spec.network.Network;
import io.millrace.spec.network.Network.Dense;
import io.millrace.spec.network.Network.Node;
import io.millrace.spec.network.Parameter;
import io.millrace.spec.network.Shapes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A network compiled to kernels, with the memory for one mini-batch at a time. Not for two threads.
 */
public final class Program {
  private final Map<String, Value> values = new HashMap<>();
  private final List<Value> outputs = new ArrayList<>();
  private final List<Kernel> kernels = new ArrayList<>();
  private final Map<String, Integer> offsets = new HashMap<>();
  private final Map<String, Integer> places = new HashMap<>();
  private final @Nullable Value dense;
  private final Value score;
  private final int parameters;
  private @Nullable Pass pass;

  /**
   * Compiles a network.
   *
   * @throws IllegalArgumentException if its shapes do not fit
   */
  public Program(Network network) {
    Shapes shapes = Shapes.of(network);
    int next = 0;
    for (Parameter parameter : shapes.parameters()) {
      offsets.put(parameter.name(), next);
      next = Math.addExact(next, parameter.size());
    }
    parameters = next;
    Value numbers = null;
    for (Network.Input input : network.inputs()) {
      if (input instanceof Dense d) {
        numbers = new Value(d.features().size());
        values.put(d.name(), numbers);
      } else {
        places.put(input.name(), places.size());
      }
    }
    dense = numbers;
    for (Node node : network.nodes()) {
      Value output = new Value(shapes.width(node.name()));
      kernels.add(kernel(node, output, kernels.size()));
      values.put(node.name(), output);
      outputs.add(output);
    }
    score = values.get(network.output());
  }

  /** Numbers in all parameters together. */
  public int parameters() {
    return parameters;
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
    pass = new Pass(rows, training, weights, offset, weights, offset);
    if (dense != null) {
      dense.data = rows.dense();
    }
    for (int i = 0; i < kernels.size(); i++) {
      outputs.get(i).resize(rows.count(), training);
      kernels.get(i).forward(pass);
    }
    return score.data;
  }

  /**
   * Adds to the gradients of all parameters, for the rows of the last forward pass in training.
   *
   * @param scoreGradient [rows, K]
   */
  public void backward(float[] scoreGradient, float[] gradients, int gradientOffset) {
    if (pass == null || !pass.training()) {
      throw new IllegalStateException("Cannot go backward without a forward pass in training.");
    }
    Pass back =
        new Pass(pass.rows(), true, pass.weights(), pass.offset(), gradients, gradientOffset);
    System.arraycopy(scoreGradient, 0, score.grad, 0, back.count() * score.width);
    for (int i = kernels.size() - 1; i >= 0; i--) {
      kernels.get(i).backward(back);
    }
  }

  private Kernel kernel(Node node, Value y, int number) {
    Layer layer = node.layer();
    if (layer instanceof Layer.Embedding) {
      return new EmbeddingKernel(places.get(node.inputs().get(0)), y, at(node, "table"));
    }
    List<Value> xs = node.inputs().stream().map(values::get).toList();
    Value x = xs.get(0);
    if (layer instanceof Layer.Linear linear) {
      return new LinearKernel(x, y, at(node, "weight"), linear.bias() ? at(node, "bias") : -1);
    }
    if (layer instanceof Layer.Activation activation) {
      return new ActivationKernel(x, y, activation.function());
    }
    if (layer instanceof Layer.Dropout dropout) {
      return new DropoutKernel(x, y, number, dropout.rate());
    }
    if (layer instanceof Layer.LayerNorm norm) {
      return new LayerNormKernel(x, y, norm.epsilon(), at(node, "scale"), at(node, "shift"));
    }
    if (layer instanceof Layer.BatchNorm norm) {
      return new BatchNormKernel(
          x,
          y,
          norm.momentum(),
          norm.epsilon(),
          at(node, "scale"),
          at(node, "shift"),
          at(node, "mean"),
          at(node, "variance"));
    }
    return combination(node, layer, xs, y);
  }

  private Kernel combination(Node node, Layer layer, List<Value> xs, Value y) {
    if (layer instanceof Layer.Concat) {
      return new ConcatKernel(xs, y);
    }
    if (layer instanceof Layer.Add) {
      return new AddKernel(xs, y);
    }
    if (layer instanceof Layer.Cross cross) {
      boolean full = cross.rank() == 0;
      return new CrossKernel(
          xs.get(0),
          xs.get(1),
          y,
          cross.rank(),
          at(node, full ? "weight" : "u"),
          full ? -1 : at(node, "v"),
          at(node, "bias"));
    }
    if (layer instanceof Layer.FactorisationMachine) {
      return new FactorisationKernel(xs, y);
    }
    if (layer instanceof Layer.DotInteraction) {
      return new DotKernel(xs, y);
    }
    throw new IllegalStateException("Cannot compile layer " + layer);
  }

  private int at(Node node, String role) {
    return offsets.get(node.name() + "." + role);
  }
}
