package io.millrace.bigdl.kernel;

import io.millrace.bigdl.data.Rows;

/**
 * What the kernels of one pass share.
 *
 * @param weights all parameters of the network from {@code offset}, in the order of {@link
 *     io.millrace.spec.network.Shapes#parameters()}
 * @param gradients of the same layout from {@code gradientOffset}, added to by the backward pass;
 *     empty outside of training
 */
record Pass(
    Rows rows,
    boolean training,
    float[] weights,
    int offset,
    float[] gradients,
    int gradientOffset) {}
