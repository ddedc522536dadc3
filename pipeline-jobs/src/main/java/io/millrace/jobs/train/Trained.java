package io.millrace.jobs.train;

import io.millrace.spec.model.Predictor;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What a training gives.
 *
 * @param losses value of the objective after each iteration, the start first
 * @param predictions the engine's own: {@code __row} and {@code scores} (array of doubles: the
 *     probability of yes, the probabilities of all classes, or the predicted number)
 */
record Trained(Predictor predictor, List<Double> losses, Dataset<Row> predictions) {}
