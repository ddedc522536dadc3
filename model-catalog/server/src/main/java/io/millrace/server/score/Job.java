package io.millrace.server.score;

import io.millrace.catalog.Scores;
import io.millrace.catalog.Signature;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Rows of one request, and their scores as they come. */
final class Job {
  private final Table table;
  private final Map<String, Object> outputs = new LinkedHashMap<>();
  private final CompletableFuture<Map<String, Object>> done = new CompletableFuture<>();

  Job(Table table, Signature signature) {
    this.table = table;
    for (Signature.Output output : signature.outputs()) {
      outputs.put(
          output.name(),
          output.type().equals("string") ? new String[table.rows()] : new float[table.rows()]);
    }
  }

  Table table() {
    return table;
  }

  int rows() {
    return table.rows();
  }

  /** Takes its part of a batch's scores. */
  void take(Scores scores, int from, int count, int to) {
    outputs.forEach(
        (name, column) -> {
          Object source = column instanceof float[] ? scores.floats(name) : scores.strings(name);
          System.arraycopy(source, from, column, to, count);
        });
  }

  void succeed() {
    done.complete(outputs);
  }

  void fail(Throwable error) {
    done.completeExceptionally(error);
  }

  /** Each output by name, float[] or String[] of one value per row. */
  CompletableFuture<Map<String, Object>> done() {
    return done;
  }
}
