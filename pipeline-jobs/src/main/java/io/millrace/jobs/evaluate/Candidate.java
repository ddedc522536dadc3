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
 * @param stages a file for each stage of a network over a graph; empty for a model over rows that
 *     stand alone
 */
record Candidate(String name, byte[] onnx, byte[] signatureJson, ArrayList<byte[]> stages)
    implements Serializable {
  private static final String PAIRS = "pairs";

  /** A model over rows that stand alone. */
  Candidate(String name, byte[] onnx, byte[] signatureJson) {
    this(name, onnx, signatureJson, new ArrayList<>());
  }

  Signature signature() {
    return Signature.fromJson(signatureJson);
  }

  boolean overGraph() {
    return !stages.isEmpty();
  }

  /** Whether it scores pairs of nodes, with the last of its stages. */
  boolean scoresPairs() {
    return scoresPairs(signature());
  }

  static boolean scoresPairs(Signature signature) {
    return signature.tensors() != null
        && signature.tensors().inputs().stream().anyMatch(input -> input.name().equals(PAIRS));
  }

  /** Those over rows that stand alone. */
  static List<Candidate> overRows(List<Candidate> candidates) {
    return candidates.stream().filter(candidate -> !candidate.overGraph()).toList();
  }
}
