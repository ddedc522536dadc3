package io.millrace.network;

import io.millrace.spec.network.Network;
import io.millrace.spec.network.Parameter;
import io.millrace.spec.network.Shapes;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * The values with which the training of a network begins. Each parameter has a stream of its own,
 * from the seed and its name, so they do not depend on the order of the nodes or on each other.
 */
public final class InitialParameters {
  /** What {@code Layer.Embedding.Start.SMALL} multiplies with. */
  private static final double SMALL = 0.1;

  private static final long FNV_BASIS = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  private InitialParameters() {}

  /**
   * All parameters by name, row-major, in the order of {@link Shapes#parameters()}. The same seed
   * gives the same bits on every machine.
   *
   * @throws IllegalArgumentException if the network is none (see {@link Shapes#of})
   */
  public static Map<String, float[]> of(Network network, long seed) {
    Map<String, float[]> values = new LinkedHashMap<>();
    for (Parameter parameter : Shapes.of(network).parameters()) {
      values.put(parameter.name(), values(parameter, stream(parameter.name(), seed)));
    }
    return values;
  }

  private static float[] values(Parameter parameter, SplittableRandom random) {
    float[] values = new float[parameter.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = value(parameter, random);
    }
    return values;
  }

  private static float value(Parameter parameter, SplittableRandom random) {
    return switch (parameter.kind()) {
      case MATRIX -> (float) ((2 * uniform(random) - 1) * limit(parameter));
      case TABLE -> (float) (normal(random) * SMALL / Math.sqrt(parameter.shape().get(1)));
      case SCALE, RUNNING_VARIANCE -> 1;
      case ZERO_TABLE, BIAS, RUNNING_MEAN -> 0;
    };
  }

  /** Of Glorot & Bengio (2010): {@code sqrt(6 / (in + out))}. */
  private static double limit(Parameter matrix) {
    return Math.sqrt(6.0 / ((double) matrix.shape().get(0) + matrix.shape().get(1)));
  }

  /** (0, 1). Of the generator only its 64 bits are used: what else it makes of them may change. */
  private static double uniform(SplittableRandom random) {
    return ((random.nextLong() >>> 11) + 0.5) * 0x1.0p-53;
  }

  /** By Box & Muller (1958); StrictMath gives the same bits everywhere. */
  private static double normal(SplittableRandom random) {
    double radius = StrictMath.sqrt(-2 * StrictMath.log(uniform(random)));
    return radius * StrictMath.cos(2 * Math.PI * uniform(random));
  }

  private static SplittableRandom stream(String name, long seed) {
    long hash = FNV_BASIS;
    for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (b & 0xff)) * FNV_PRIME;
    }
    // Seeds are often small and next to each other; their first number is neither.
    return new SplittableRandom(hash ^ new SplittableRandom(seed).nextLong());
  }
}
