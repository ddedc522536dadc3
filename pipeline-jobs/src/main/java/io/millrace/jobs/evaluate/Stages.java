package io.millrace.jobs.evaluate;

/** The files of a network over a graph, one for each stage. */
public final class Stages {
  private Stages() {}

  /** Name of a stage's file beside {@code model.onnx}, from 0. */
  public static String file(int stage) {
    return "stages/%02d.onnx".formatted(stage);
  }
}
