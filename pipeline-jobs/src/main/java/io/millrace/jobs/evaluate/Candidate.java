package io.millrace.jobs.evaluate;

import io.millrace.catalog.Signature;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * A shipped model under evaluation.
 *
 * @param name of the model in the definition, or the champion's reference
 * @param onnx the file
 * @param signatureJson its signature; records do not travel well to executors, text does
 * @param stages a file for each stage of a network that scores the nodes of a graph; otherwise
 *     empty
 */
record Candidate(String name, byte[] onnx, byte[] signatureJson, ArrayList<byte[]> stages)
    implements Serializable {
  /** A model over rows that stand alone. */
  Candidate(String name, byte[] onnx, byte[] signatureJson) {
    this(name, onnx, signatureJson, new ArrayList<>());
  }

  Signature signature() {
    return Signature.fromJson(signatureJson);
  }

  /** Whether it takes more than the columns of rows. */
  boolean overGraph() {
    return signature().tensors() != null;
  }

  /** Whether it has a score for each of many graphs. */
  boolean scoresGraphs() {
    return signature().scored().equals(Signature.GRAPHS);
  }

  /** Whether it scores pairs of nodes, with the last of its stages. */
  boolean scoresPairs() {
    return signature().scored().equals(Signature.PAIRS);
  }

  /** Those over rows that stand alone. */
  static List<Candidate> overRows(List<Candidate> candidates) {
    return candidates.stream().filter(candidate -> !candidate.overGraph()).toList();
  }
}
