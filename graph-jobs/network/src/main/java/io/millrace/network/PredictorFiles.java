package io.millrace.network;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.spec.model.Predictor;
import io.millrace.spec.target.Task;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/**
 * A predictor as two files: {@code network.json} with its kind, names and shapes, and {@code
 * weights.safetensors} with its numbers in the precision that they were trained in, so that what is
 * read equals what was written to the bit.
 */
public final class PredictorFiles {
  /** The newest version of network.json that this code reads, and the one that it writes. */
  public static final int VERSION = 1;

  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private static final String LINEAR = "linear";
  private static final String TREES = "trees";
  private static final String NETWORK = "network";

  private PredictorFiles() {}

  /**
   * Returns the bytes of network.json; the same predictor gives the same bytes.
   *
   * @throws IllegalArgumentException if the scale or the shift of a network is not finite
   */
  public static byte[] network(Predictor predictor) {
    ObjectNode network = JSON.createObjectNode();
    network.put("version", VERSION);
    network.put("kind", kind(predictor));
    network.put("task", text(predictor.task()));
    if (predictor instanceof Predictor.Linear linear) {
      LinearFiles.describe(linear, network);
    } else if (predictor instanceof Predictor.Trees trees) {
      TreeFiles.describe(trees, network);
    } else if (predictor instanceof Predictor.Deep deep) {
      NetworkFiles.describe(deep, network);
    }
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(network);
    } catch (IOException e) {
      throw new IllegalStateException("A tree of JSON nodes can always be written", e);
    }
  }

  /**
   * Returns the bytes of weights.safetensors; the same predictor gives the same bytes.
   *
   * @throws IllegalArgumentException if a network holds parameters that none of its layers has
   */
  public static byte[] weights(Predictor predictor) {
    return SafeTensors.write(tensors(predictor));
  }

  private static List<Tensor> tensors(Predictor predictor) {
    if (predictor instanceof Predictor.Linear linear) {
      return LinearFiles.weights(linear);
    }
    if (predictor instanceof Predictor.Trees trees) {
      return TreeFiles.weights(trees);
    }
    if (predictor instanceof Predictor.Deep deep) {
      return NetworkFiles.weights(deep);
    }
    throw unknown(predictor);
  }

  private static String kind(Predictor predictor) {
    if (predictor instanceof Predictor.Linear) {
      return LINEAR;
    }
    if (predictor instanceof Predictor.Trees) {
      return TREES;
    }
    if (predictor instanceof Predictor.Deep) {
      return NETWORK;
    }
    throw unknown(predictor);
  }

  private static IllegalStateException unknown(Predictor predictor) {
    return new IllegalStateException("Unknown predictor " + predictor.getClass());
  }

  /**
   * Reads what {@link #network} and {@link #weights} gave.
   *
   * @throws IllegalArgumentException if a file is damaged, is of a newer version, or the two do not
   *     fit together
   */
  public static Predictor read(byte[] network, byte[] weights) {
    NetworkJson json = new NetworkJson(parse(network));
    json.requireVersion(VERSION);
    Task task = json.choice("task", Task.values(), PredictorFiles::text);
    String kind = json.text("kind");
    Weights tensors = new Weights(SafeTensors.read(weights));
    Predictor predictor =
        switch (kind) {
          case LINEAR -> LinearFiles.read(task, json, tensors);
          case TREES -> TreeFiles.read(task, json, tensors);
          case NETWORK -> NetworkFiles.read(task, json, tensors);
          default -> throw json.wrong("kind", kind, "linear, trees or network");
        };
    tensors.requireAllTaken();
    return predictor;
  }

  private static JsonNode parse(byte[] network) {
    try {
      return JSON.readTree(network);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "Cannot read network.json: it is no JSON (expected one object): " + e.getMessage(), e);
    }
  }

  private static String text(Task task) {
    return task.name().toLowerCase(Locale.ROOT);
  }
}
