package io.millrace.bigdl.kernel;

import java.util.List;

/** The sum of its inputs. */
final class AddKernel implements Kernel {
  private final List<Value> xs;
  private final Value y;

  AddKernel(List<Value> xs, Value y) {
    this.xs = xs;
    this.y = y;
  }

  @Override
  public void forward(Pass pass) {
    int size = y.size();
    System.arraycopy(xs.get(0).data, 0, y.data, 0, size);
    for (Value x : xs.subList(1, xs.size())) {
      for (int i = 0; i < size; i++) {
        y.data[i] += x.data[i];
      }
    }
  }

  @Override
  public void backward(Pass pass) {
    int size = y.size();
    for (Value x : xs) {
      if (x.grad.length > 0) {
        for (int i = 0; i < size; i++) {
          x.grad[i] += y.grad[i];
        }
      }
    }
  }
}
