package io.millrace.spec.model;

import io.millrace.spec.network.Network;
import io.millrace.spec.network.Parameter;
import io.millrace.spec.network.Shapes;
import io.millrace.spec.target.Task;
import java.util.List;
import java.util.Map;

/**
 * A trained model behind the feature plan, engine-neutral. With C classes the width K of its scores
 * is C for multi-class and 1 otherwise; a score becomes a probability by the sigmoid (binary) or
 * the softmax (multi-class), and is the prediction itself for regression.
 */
public sealed interface Predictor {
  Task task();

  /**
   * {@code score[k] = bias[k] + sum_d dense[k][d] * x_d + sum_t tables[t].weights[index_t][k]}.
   *
   * @param denseNames the dense outputs of the plan that it uses, D of them
   * @param dense [K][D]
   * @param tables one for each index output that it uses
   * @param bias [K]
   */
  record Linear(
      Task task, List<String> denseNames, double[][] dense, List<Table> tables, double[] bias)
      implements Predictor {
    public Linear {
      denseNames = List.copyOf(denseNames);
      tables = List.copyOf(tables);
      if (dense.length != bias.length) {
        throw new IllegalArgumentException(
            "Cannot build a linear predictor: %d rows of weights (expected %d, one for each bias)."
                .formatted(dense.length, bias.length));
      }
    }
  }

  /** Weights of one index output: [cardinality][K]. */
  record Table(String name, double[][] weights) {}

  /**
   * {@code score = bias + sum_t weight_t * leaf_t(x)}; for the binary task the probability is
   * sigmoid(score), so an engine's own factor (2 for MLlib) is part of the weights.
   *
   * @param inputs outputs of the plan, dense or index, that nodes refer to by position; an index is
   *     taken as a number
   */
  record Trees(Task task, List<String> inputs, List<Tree> trees, double bias) implements Predictor {
    public Trees {
      inputs = List.copyOf(inputs);
      trees = List.copyOf(trees);
    }
  }

  /**
   * A binary tree as arrays over its nodes, node 0 is the root. A node with {@code left < 0} is a
   * leaf; otherwise a row goes left where {@code input <= threshold}.
   *
   * @param leaf value of a leaf, 0 in other nodes
   */
  record Tree(
      double weight, int[] input, double[] threshold, int[] left, int[] right, double[] leaf) {}

  /**
   * {@code score = network(x) * scale + shift}.
   *
   * @param parameters all parameters of the network by name, row-major floats
   * @param scale 1 but for regression, where the network gives standard deviations
   * @param shift 0 but for regression
   */
  record Deep(
      Task task, Network network, Map<String, float[]> parameters, double scale, double shift)
      implements Predictor {
    public Deep {
      parameters = Map.copyOf(parameters);
      for (Parameter parameter : Shapes.of(network).parameters()) {
        float[] values = parameters.get(parameter.name());
        if (values == null || values.length != parameter.size()) {
          throw new IllegalArgumentException(
              "Cannot build a network: parameter '%s' has %s numbers (expected %d, as its shape %s says)."
                  .formatted(
                      parameter.name(),
                      values == null ? "no" : values.length,
                      parameter.size(),
                      parameter.shape()));
        }
      }
    }
  }
}
