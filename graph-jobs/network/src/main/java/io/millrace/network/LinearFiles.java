package io.millrace.network;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.spec.model.Predictor;
import io.millrace.spec.target.Task;
import java.util.ArrayList;
import java.util.List;

/** A linear predictor: {@code bias} [K], {@code dense} [K, D], {@code table.<name>} [size, K]. */
final class LinearFiles {
  private static final String TABLE = "table.";

  private LinearFiles() {}

  static void describe(Predictor.Linear linear, ObjectNode network) {
    network.put("scores", linear.bias().length);
    linear.denseNames().forEach(network.putArray("dense")::add);
    ArrayNode tables = network.putArray("tables");
    for (Predictor.Table table : linear.tables()) {
      tables.addObject().put("name", table.name()).put("cardinality", table.weights().length);
    }
  }

  static List<Tensor> weights(Predictor.Linear linear) {
    int scores = linear.bias().length;
    List<Tensor> tensors = new ArrayList<>();
    tensors.add(Weights.of("bias", linear.bias()));
    tensors.add(Weights.of("dense", linear.dense(), linear.denseNames().size()));
    for (Predictor.Table table : linear.tables()) {
      tensors.add(Weights.of(TABLE + table.name(), table.weights(), scores));
    }
    return tensors;
  }

  static Predictor read(Task task, NetworkJson network, Weights weights) {
    int scores = network.count("scores");
    if (scores == 0) {
      throw network.wrong("scores", 0, "1 or more");
    }
    double[] bias = weights.vector("bias", scores);
    List<String> dense = network.texts("dense");
    double[][] denseWeights = weights.matrix("dense", scores, dense.size());
    List<Predictor.Table> tables = new ArrayList<>();
    for (NetworkJson table : network.objects("tables")) {
      String name = table.text("name");
      int size = table.count("cardinality");
      tables.add(new Predictor.Table(name, weights.matrix(TABLE + name, size, scores)));
    }
    return new Predictor.Linear(task, dense, denseWeights, tables, bias);
  }
}
