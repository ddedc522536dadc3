package io.millrace.jobs.evaluate;

/**
 * Rows of a binary task with about the same score.
 *
 * @param bin its number, see {@link Cells#BINS}
 * @param p sum of the rows' probabilities
 * @param hits rows of the class
 */
record ScoreBin(int bin, long rows, double p, long hits) {}
