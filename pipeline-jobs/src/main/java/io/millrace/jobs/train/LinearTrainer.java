package io.millrace.jobs.train;

import static org.apache.spark.ml.functions.vector_to_array;
import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.element_at;

import io.millrace.jobs.data.Names;
import io.millrace.spec.feature.FeatureOutput;
import io.millrace.spec.model.Predictor;
import io.millrace.spec.model.TrainingSettings;
import io.millrace.spec.target.Task;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.linalg.Matrix;
import org.apache.spark.ml.regression.LinearRegression;
import org.apache.spark.ml.regression.LinearRegressionModel;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Logistic and linear regression by MLlib. */
final class LinearTrainer {
  private LinearTrainer() {}

  static Trained logistic(TrainingData data, TrainingSettings.LogisticRegression settings) {
    Task task = data.label().task();
    LogisticRegression regression =
        new LogisticRegression()
            .setMaxIter(settings.maxIterations())
            .setRegParam(settings.l2())
            .setTol(settings.tolerance())
            .setFamily(task == Task.BINARY ? "binomial" : "multinomial");
    if (data.weighted()) {
      regression.setWeightCol(TrainingData.WEIGHT);
    }
    Dataset<Row> train = data.withWeights(Vectors.oneHot(data.train(), data.inputs()));
    LogisticRegressionModel model = regression.fit(train);
    Column probabilities = vector_to_array(col("probability"), "float64");
    Column scores = task == Task.BINARY ? array(element_at(probabilities, 2)) : probabilities;
    Dataset<Row> predictions =
        model
            .transform(Vectors.oneHot(data.valid(), data.inputs()))
            .select(col(Names.ROW), scores.as("scores"));
    return new Trained(
        predictor(
            task,
            data.inputs(),
            rows(model.coefficientMatrix()),
            model.interceptVector().toArray()),
        Arrays.stream(model.summary().objectiveHistory()).boxed().toList(),
        predictions);
  }

  static Trained linear(TrainingData data, TrainingSettings.LinearRegression settings) {
    LinearRegression regression =
        new LinearRegression()
            .setSolver("l-bfgs")
            .setMaxIter(settings.maxIterations())
            .setRegParam(settings.l2())
            .setTol(settings.tolerance());
    LinearRegressionModel model = regression.fit(Vectors.oneHot(data.train(), data.inputs()));
    Dataset<Row> predictions =
        model
            .transform(Vectors.oneHot(data.valid(), data.inputs()))
            .select(col(Names.ROW), array(col("prediction")).as("scores"));
    return new Trained(
        predictor(
            Task.REGRESSION,
            data.inputs(),
            new double[][] {model.coefficients().toArray()},
            new double[] {model.intercept()}),
        Arrays.stream(model.summary().objectiveHistory()).boxed().toList(),
        predictions);
  }

  private static double[][] rows(Matrix matrix) {
    double[][] rows = new double[matrix.numRows()][matrix.numCols()];
    for (int r = 0; r < matrix.numRows(); r++) {
      for (int c = 0; c < matrix.numCols(); c++) {
        rows[r][c] = matrix.apply(r, c);
      }
    }
    return rows;
  }

  /** Cuts the wide weights, [K][width], into the dense part and a table for each index. */
  private static Predictor predictor(
      Task task, ModelInputs inputs, double[][] wide, double[] bias) {
    int dense = inputs.dense().size();
    double[][] denseWeights = new double[wide.length][];
    for (int k = 0; k < wide.length; k++) {
      denseWeights[k] = Arrays.copyOf(wide[k], dense);
    }
    int[] offsets = inputs.offsets();
    List<Predictor.Table> tables = new ArrayList<>();
    for (int t = 0; t < offsets.length; t++) {
      FeatureOutput index = inputs.indices().get(t);
      double[][] weights = new double[index.cardinality()][wide.length];
      for (int i = 0; i < weights.length; i++) {
        for (int k = 0; k < wide.length; k++) {
          weights[i][k] = wide[k][offsets[t] + i];
        }
      }
      tables.add(new Predictor.Table(index.name(), weights));
    }
    return new Predictor.Linear(
        task,
        inputs.dense().stream().map(FeatureOutput::name).toList(),
        denseWeights,
        tables,
        bias);
  }
}
