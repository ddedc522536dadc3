package io.millrace.bigdl.kernel;

import io.millrace.spec.network.Layer.Activation.Function;

/** A function of each number. */
final class ActivationKernel implements Kernel {
  private static final float LEAK = 0.01f;

  private final Value x;
  private final Value y;
  private final Function function;

  ActivationKernel(Value x, Value y, Function function) {
    this.x = x;
    this.y = y;
    this.function = function;
  }

  @Override
  public void forward(Pass pass) {
    int size = y.size();
    float[] in = x.data;
    float[] out = y.data;
    switch (function) {
      case RELU -> {
        for (int i = 0; i < size; i++) {
          out[i] = Math.max(in[i], 0);
        }
      }
      case LEAKY_RELU -> {
        for (int i = 0; i < size; i++) {
          out[i] = in[i] > 0 ? in[i] : LEAK * in[i];
        }
      }
      default -> {
        for (int i = 0; i < size; i++) {
          out[i] = (float) smooth(in[i]);
        }
      }
    }
  }

  private double smooth(double v) {
    return switch (function) {
      case ELU -> v > 0 ? v : Math.expm1(v);
      case SILU -> v / (1 + Math.exp(-v));
      case TANH -> Math.tanh(v);
      case SIGMOID -> 1 / (1 + Math.exp(-v));
      case RELU, LEAKY_RELU -> throw new IllegalStateException(function + " has its own loop");
    };
  }

  @Override
  public void backward(Pass pass) {
    if (x.grad.length == 0) {
      return;
    }
    int size = y.size();
    if (function == Function.RELU) {
      passPositive(y.data, y.grad, x.grad, size);
      return;
    }
    for (int i = 0; i < size; i++) {
      x.grad[i] += y.grad[i] * slope(x.data[i], y.data[i]);
    }
  }

  /**
   * Adds the slopes where the output is positive. It is never negative, so its bits tell: a branch
   * that no processor can foresee takes nine times as long.
   */
  private static void passPositive(float[] out, float[] slopes, float[] into, int size) {
    for (int i = 0; i < size; i++) {
      int mask = -Float.floatToRawIntBits(out[i]) >> 31;
      into[i] += Float.intBitsToFloat(Float.floatToRawIntBits(slopes[i]) & mask);
    }
  }

  private float slope(float in, float out) {
    return switch (function) {
      case RELU -> in > 0 ? 1 : 0;
      case LEAKY_RELU -> in > 0 ? 1 : LEAK;
      case ELU -> in > 0 ? 1 : out + 1;
      case SILU -> {
        float sigmoid = (float) (1 / (1 + Math.exp(-in)));
        yield sigmoid + out * (1 - sigmoid);
      }
      case TANH -> 1 - out * out;
      case SIGMOID -> out * (1 - out);
    };
  }
}
