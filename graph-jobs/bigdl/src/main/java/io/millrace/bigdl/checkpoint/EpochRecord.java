package io.millrace.bigdl.checkpoint;

import java.util.Map;

/**
 * How an epoch went: one line of {@code history.jsonl}.
 *
 * @param epoch from 1
 * @param loss mean over the training rows, while the weights changed
 * @param validLoss mean over the validation rows, after the epoch, weighted as in training
 * @param metrics of the validation split by name: accuracy, or rmse in the label's unit
 * @param rows that were used
 * @param seconds of its steps on the wall clock
 * @param recordsPerSecond rows by seconds
 * @param computeShare part of the seconds in which executors computed; the rest is exchange,
 *     scheduling and waiting
 * @param validSeconds of validation and checkpoint
 */
public record EpochRecord(
    int epoch,
    double loss,
    double validLoss,
    Map<String, Double> metrics,
    long rows,
    double seconds,
    double recordsPerSecond,
    double computeShare,
    double validSeconds) {}
