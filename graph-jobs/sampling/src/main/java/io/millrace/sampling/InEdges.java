package io.millrace.sampling;

/**
 * Edges into one node, side by side.
 *
 * @param sources the nodes where they come from
 * @param weights as many
 */
public record InEdges(long[] sources, float[] weights) {}
