package io.millrace.jobs.train;

import static org.apache.spark.ml.functions.vector_to_array;
import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.element_at;

import io.millrace.jobs.data.Names;
import io.millrace.spec.model.Predictor;
import io.millrace.spec.model.Predictor.Tree;
import io.millrace.spec.model.TrainingSettings;
import io.millrace.spec.target.Task;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.ml.classification.GBTClassificationModel;
import org.apache.spark.ml.classification.GBTClassifier;
import org.apache.spark.ml.regression.DecisionTreeRegressionModel;
import org.apache.spark.ml.regression.GBTRegressionModel;
import org.apache.spark.ml.regression.GBTRegressor;
import org.apache.spark.ml.tree.ContinuousSplit;
import org.apache.spark.ml.tree.InternalNode;
import org.apache.spark.ml.tree.Node;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Gradient-boosted trees by MLlib. */
final class TreesTrainer {
  /** MLlib's logistic loss works with labels -1 and 1: the probability is sigmoid(2 margin). */
  private static final double MARGIN_FACTOR = 2;

  private TreesTrainer() {}

  static Trained train(TrainingData data, TrainingSettings.GradientBoostedTrees settings) {
    Dataset<Row> train = data.withWeights(Vectors.numbers(data.train(), data.inputs()));
    Dataset<Row> valid = Vectors.numbers(data.valid(), data.inputs());
    return data.label().task() == Task.BINARY
        ? classifier(data, settings, train, valid)
        : regressor(data, settings, train, valid);
  }

  private static Trained classifier(
      TrainingData data,
      TrainingSettings.GradientBoostedTrees settings,
      Dataset<Row> train,
      Dataset<Row> valid) {
    GBTClassifier trees =
        new GBTClassifier()
            .setMaxIter(settings.trees())
            .setMaxDepth(settings.depth())
            .setStepSize(settings.learningRate())
            .setSubsamplingRate(settings.subsample())
            .setMaxBins(settings.maxBins())
            .setSeed(settings.seed());
    if (data.weighted()) {
      trees.setWeightCol(TrainingData.WEIGHT);
    }
    GBTClassificationModel model = trees.fit(train);
    return new Trained(
        predictor(Task.BINARY, data.inputs(), model.trees(), model.treeWeights(), MARGIN_FACTOR),
        List.of(),
        model
            .transform(valid)
            .select(
                col(Names.ROW),
                array(element_at(vector_to_array(col("probability"), "float64"), 2)).as("scores")));
  }

  private static Trained regressor(
      TrainingData data,
      TrainingSettings.GradientBoostedTrees settings,
      Dataset<Row> train,
      Dataset<Row> valid) {
    GBTRegressionModel model =
        new GBTRegressor()
            .setMaxIter(settings.trees())
            .setMaxDepth(settings.depth())
            .setStepSize(settings.learningRate())
            .setSubsamplingRate(settings.subsample())
            .setMaxBins(settings.maxBins())
            .setSeed(settings.seed())
            .fit(train);
    return new Trained(
        predictor(Task.REGRESSION, data.inputs(), model.trees(), model.treeWeights(), 1),
        List.of(),
        model.transform(valid).select(col(Names.ROW), array(col("prediction")).as("scores")));
  }

  private static Predictor predictor(
      Task task,
      ModelInputs inputs,
      DecisionTreeRegressionModel[] trees,
      double[] weights,
      double factor) {
    List<Tree> converted = new ArrayList<>();
    for (int i = 0; i < trees.length; i++) {
      converted.add(tree(trees[i].rootNode(), weights[i] * factor));
    }
    return new Predictor.Trees(task, inputs.names(), converted, 0);
  }

  private static Tree tree(Node root, double weight) {
    List<Node> nodes = new ArrayList<>();
    collect(root, nodes);
    int n = nodes.size();
    Tree tree = new Tree(weight, new int[n], new double[n], new int[n], new int[n], new double[n]);
    for (int i = 0; i < n; i++) {
      if (nodes.get(i) instanceof InternalNode inner) {
        ContinuousSplit split = (ContinuousSplit) inner.split();
        tree.input()[i] = split.featureIndex();
        tree.threshold()[i] = split.threshold();
        tree.left()[i] = nodes.indexOf(inner.leftChild());
        tree.right()[i] = nodes.indexOf(inner.rightChild());
      } else {
        tree.left()[i] = -1;
        tree.right()[i] = -1;
        tree.leaf()[i] = nodes.get(i).prediction();
      }
    }
    return tree;
  }

  private static void collect(Node node, List<Node> into) {
    into.add(node);
    if (node instanceof InternalNode inner) {
      collect(inner.leftChild(), into);
      collect(inner.rightChild(), into);
    }
  }
}
