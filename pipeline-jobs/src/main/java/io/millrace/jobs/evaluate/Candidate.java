package io.millrace.jobs.evaluate;

import io.millrace.catalog.Signature;
import java.io.Serializable;

/**
 * A shipped model under evaluation.
 *
 * @param name of the model in the definition, or the champion's reference
 * @param onnx the file
 * @param signatureJson its signature; records do not travel well to executors, text does
 */
record Candidate(String name, byte[] onnx, byte[] signatureJson) implements Serializable {
  Signature signature() {
    return Signature.fromJson(signatureJson);
  }
}
