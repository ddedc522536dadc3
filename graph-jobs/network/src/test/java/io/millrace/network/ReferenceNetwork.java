package io.millrace.network;

import io.millrace.spec.model.Predictor;
import io.millrace.spec.network.Layer;
import io.millrace.spec.network.Network;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * What a network means outside of training, in double precision, one row at a time, written from
 * the formulas of {@link Layer} and nothing else. A row maps features to their values: a float for
 * a dense feature, an index for an index feature. {@link ReferenceGraph} is for networks over
 * graphs and with sparse inputs.
 */
public final class ReferenceNetwork {
  private final Network network;
  private final Map<String, float[]> parameters;

  /**
   * @param parameters by name, row-major
   */
  public ReferenceNetwork(Network network, Map<String, float[]> parameters) {
    this.network = network;
    this.parameters = parameters;
  }

  /** The scores [K] of one row. */
  public static double[] scores(Predictor.Deep deep, Map<String, ? extends Number> row) {
    double[] output = new ReferenceNetwork(deep.network(), deep.parameters()).output(row);
    return Arrays.stream(output).map(x -> x * deep.scale() + deep.shift()).toArray();
  }

  /** The value [K] of the output for one row. */
  public double[] output(Map<String, ? extends Number> row) {
    return values(row).get(network.output());
  }

  /** The values of all inputs and nodes by name for one row; that of an index has one number. */
  public Map<String, double[]> values(Map<String, ? extends Number> row) {
    Map<String, double[]> values = new HashMap<>();
    for (Network.Input input : network.inputs()) {
      List<String> features =
          input instanceof Network.Dense dense ? dense.features() : List.of(input.name());
      values.put(
          input.name(), features.stream().mapToDouble(f -> row.get(f).doubleValue()).toArray());
    }
    for (Network.Node node : network.nodes()) {
      values.put(node.name(), value(node, node.inputs().stream().map(values::get).toList()));
    }
    return values;
  }

  /** The value of a node of one row from those of its inputs. */
  double[] value(Network.Node node, List<double[]> inputs) {
    double[] x = inputs.get(0);
    Layer layer = node.layer();
    if (layer instanceof Layer.Linear linear) {
      float[] bias = linear.bias() ? parameter(node, "bias") : new float[linear.out()];
      return affine(x, doubles(parameter(node, "weight")), bias);
    }
    if (layer instanceof Layer.Embedding embedding) {
      int from = (int) x[0] * embedding.out();
      float[] table = parameter(node, "table");
      return each(embedding.out(), d -> table[from + d]);
    }
    if (layer instanceof Layer.Activation activation) {
      return each(x.length, i -> activation(activation.function(), x[i]));
    }
    if (layer instanceof Layer.Dropout) {
      return x;
    }
    if (layer instanceof Layer.BatchNorm norm) {
      float[] mean = parameter(node, "mean");
      float[] variance = parameter(node, "variance");
      return scaled(
          node, each(x.length, i -> (x[i] - mean[i]) / Math.sqrt(variance[i] + norm.epsilon())));
    }
    if (layer instanceof Layer.LayerNorm norm) {
      return scaled(node, normal(x, norm.epsilon()));
    }
    if (layer instanceof Layer.Concat) {
      return inputs.stream().flatMapToDouble(Arrays::stream).toArray();
    }
    if (layer instanceof Layer.Add) {
      return each(x.length, i -> inputs.stream().mapToDouble(v -> v[i]).sum());
    }
    if (layer instanceof Layer.Cross cross) {
      return cross(node, cross.rank(), x, inputs.get(1));
    }
    if (layer instanceof Layer.FactorisationMachine) {
      return new double[] {IntStream.range(0, x.length).mapToDouble(d -> pairs(inputs, d)).sum()};
    }
    if (layer instanceof Layer.DotInteraction) {
      return dots(inputs);
    }
    throw new IllegalArgumentException("Unknown layer " + layer);
  }

  private float[] parameter(Network.Node node, String role) {
    return parameters.get(node.name() + "." + role);
  }

  /** {@code x W' + b} with W: [out, in]. */
  private static double[] affine(double[] x, double[] weight, float[] bias) {
    return each(
        bias.length,
        o ->
            bias[o]
                + IntStream.range(0, x.length)
                    .mapToDouble(i -> x[i] * weight[o * x.length + i])
                    .sum());
  }

  private static double activation(Layer.Activation.Function function, double x) {
    return switch (function) {
      case RELU -> Math.max(x, 0);
      case LEAKY_RELU -> x > 0 ? x : 0.01 * x;
      case ELU -> x > 0 ? x : Math.exp(x) - 1;
      case SILU -> x / (1 + Math.exp(-x));
      case TANH -> Math.tanh(x);
      case SIGMOID -> 1 / (1 + Math.exp(-x));
    };
  }

  private double[] scaled(Network.Node node, double[] normal) {
    float[] scale = parameter(node, "scale");
    float[] shift = parameter(node, "shift");
    return each(normal.length, i -> normal[i] * scale[i] + shift[i]);
  }

  private static double[] normal(double[] x, double epsilon) {
    double mean = Arrays.stream(x).average().orElseThrow();
    double variance = Arrays.stream(x).map(v -> (v - mean) * (v - mean)).average().orElseThrow();
    return each(x.length, i -> (x[i] - mean) / Math.sqrt(variance + epsilon));
  }

  private double[] cross(Network.Node node, int rank, double[] x0, double[] x) {
    double[] weight =
        rank == 0 ? doubles(parameter(node, "weight")) : product(node, rank, x.length);
    double[] linear = affine(x, weight, parameter(node, "bias"));
    return each(x.length, i -> x0[i] * linear[i] + x[i]);
  }

  /** {@code U V'}. */
  private double[] product(Network.Node node, int rank, int width) {
    float[] u = parameter(node, "u");
    float[] v = parameter(node, "v");
    double[] product = new double[width * width];
    for (int i = 0; i < width; i++) {
      for (int j = 0; j < width; j++) {
        double sum = 0;
        for (int r = 0; r < rank; r++) {
          sum += (double) u[i * rank + r] * v[j * rank + r];
        }
        product[i * width + j] = sum;
      }
    }
    return product;
  }

  /** {@code 0.5 * ((sum_i v_i[d])^2 - sum_i v_i[d]^2)}. */
  private static double pairs(List<double[]> vectors, int d) {
    double sum = vectors.stream().mapToDouble(v -> v[d]).sum();
    return 0.5 * (sum * sum - vectors.stream().mapToDouble(v -> v[d] * v[d]).sum());
  }

  private static double[] dots(List<double[]> vectors) {
    return IntStream.range(0, vectors.size())
        .boxed()
        .flatMap(i -> vectors.subList(0, i).stream().map(v -> dot(vectors.get(i), v)))
        .mapToDouble(Double::doubleValue)
        .toArray();
  }

  private static double dot(double[] a, double[] b) {
    return IntStream.range(0, a.length).mapToDouble(d -> a[d] * b[d]).sum();
  }

  private static double[] doubles(float[] values) {
    return each(values.length, i -> values[i]);
  }

  private static double[] each(int width, IntToDoubleFunction value) {
    return IntStream.range(0, width).mapToDouble(value).toArray();
  }
}
