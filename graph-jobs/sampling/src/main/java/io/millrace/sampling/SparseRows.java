package io.millrace.sampling;

/**
 * A sparse matrix by rows.
 *
 * @param begins [rows + 1]; may be longer
 * @param columns [entries], ascending in a row; may be longer
 * @param values [entries]; may be longer
 */
public record SparseRows(int[] begins, int[] columns, float[] values) {}
