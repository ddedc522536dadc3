package io.millrace.bigdl.kernel;

/**
 * Computes one layer. Gradients are added, never set: a value may have several readers. Holds
 * scratch memory, so one thread uses it at a time.
 */
interface Kernel {
  /** Decides which rows the output has, where the kernel does so, before there is room for them. */
  default void prepare(Pass pass) {}

  /** Fills the output's data. */
  void forward(Pass pass);

  /** Adds to the gradients of inputs and parameters from the gradient of the output. */
  void backward(Pass pass);
}
