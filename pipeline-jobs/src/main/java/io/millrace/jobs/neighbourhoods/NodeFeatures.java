package io.millrace.jobs.neighbourhoods;

/**
 * What a network reads of one node.
 *
 * @param dense in the order of the feature plan
 * @param indices likewise
 * @param columns by sparse output
 * @param values likewise
 */
record NodeFeatures(
    float degree, float[] dense, int[] indices, int[][] columns, float[][] values) {}
