package io.millrace.catalog;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;

/**
 * The sessions of ONNX Runtime that a thread uses to score a batch. Threads that share one wait for
 * each other whenever they ask it for memory.
 *
 * @param texts makes the texts of the model's columns
 */
record Lane(OrtSession model, TextGather texts) implements AutoCloseable {
  /** Opens a session of a model. */
  @FunctionalInterface
  interface Opening {
    OrtSession open(SessionOptions options) throws OrtException;
  }

  static Lane open(Opening opening, SessionOptions options) throws OrtException {
    OrtSession model = opening.open(options);
    try {
      return new Lane(model, new TextGather(options));
    } catch (OrtException | RuntimeException e) {
      model.close();
      throw e;
    }
  }

  @Override
  public void close() throws OrtException {
    try (texts) {
      model.close();
    }
  }
}
