package io.millrace.bigdl.data;

import io.millrace.sampling.Example;
import io.millrace.sampling.SparseRows;
import io.millrace.sampling.Topology;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/** Refuses an example that no kernel could compute, by file and row. */
final class ExampleChecks {
  private final ShardColumns columns;
  private final Path file;
  private final long row;

  /**
   * @param row in the file, from 0
   */
  ExampleChecks(ShardColumns columns, Path file, long row) {
    this.columns = columns;
    this.file = file;
    this.row = row;
  }

  /**
   * Checks every value.
   *
   * @throws IllegalArgumentException at the first that is wrong
   */
  void check(Example example) {
    Topology topology = example.topology();
    int nodes = example.ids().length;
    topology(topology, nodes);
    numbers("dense", example.dense(), nodes * columns.dense().size(), false);
    numbers("labels", example.labels(), example.labels().length, false);
    scores(example, nodes);
    for (int place = 0; place < columns.indices().size(); place++) {
      String name = columns.indices().get(place);
      int[] index = example.indices().get(place);
      length(name, index.length, nodes);
      within(name, index, columns.cardinalities().get(place));
    }
    for (int place = 0; place < columns.sparse().size(); place++) {
      sparse(columns.sparse().get(place), example.sparse().get(place), nodes, place);
    }
  }

  private void topology(Topology topology, int nodes) {
    if (nodes == 0) {
      throw refused("ids", "no nodes", "at least one");
    }
    begins("begins", topology.begins(), nodes, topology.sources().length);
    within("sources", topology.sources(), nodes);
    numbers("degrees", topology.degrees(), nodes, true);
    if (topology.weights() != null) {
      numbers("weights", topology.weights(), topology.sources().length, true);
    }
  }

  private void scores(Example example, int nodes) {
    within("targets", example.targets(), nodes);
    int scores = example.labels().length;
    if (scores == 0) {
      throw refused("labels", "no labels", "one for each score");
    }
    length("keys", example.keys().length, scores);
    int targets = example.targets().length;
    if (targets == 0 && scores != 1) {
      throw refused("labels", scores + " labels of a whole graph", "1");
    }
    if (targets % scores != 0 || targets / scores > 2) {
      throw refused(
          "targets", targets + " positions", scores + ", or " + 2 * scores + " for pairs");
    }
  }

  private void sparse(String name, SparseRows rows, int nodes, int place) {
    length(SparseNames.values(name), rows.values().length, rows.columns().length);
    begins(SparseNames.begins(name), rows.begins(), nodes, rows.columns().length);
    int width = columns.widths().get(place);
    for (int i = 0; i < nodes; i++) {
      String problem =
          SparseNames.problem(
              rows.columns(), rows.values(), rows.begins()[i], rows.begins()[i + 1], width);
      if (problem != null) {
        throw new IllegalArgumentException(
            "Cannot train on '%s': sparse '%s' of row %d has %s. Run its step again."
                .formatted(file, name, row, problem));
      }
    }
  }

  /** Ascending from 0 to {@code end}, one more than there are nodes. */
  private void begins(String name, int[] begins, int nodes, int end) {
    length(name, begins.length, nodes + 1);
    if (begins[0] != 0 || begins[nodes] != end) {
      throw refused(name, "%d to %d".formatted(begins[0], begins[nodes]), "0 to %d".formatted(end));
    }
    for (int i = 0; i < nodes; i++) {
      if (begins[i] > begins[i + 1]) {
        throw refused(name, "%d before %d".formatted(begins[i], begins[i + 1]), "ascending ones");
      }
    }
  }

  void length(String name, int found, int expected) {
    if (found != expected) {
      throw refused(name, found + " numbers", String.valueOf(expected));
    }
  }

  private void within(String name, int[] values, int end) {
    for (int value : values) {
      if (value < 0 || value >= end) {
        throw refused(name, String.valueOf(value), "0 to %d".formatted(end - 1));
      }
    }
  }

  private void numbers(String name, float[] values, int length, boolean positive) {
    length(name, values.length, length);
    for (float value : values) {
      if (!Float.isFinite(value) || (positive && value < 0)) {
        throw refused(
            name, String.valueOf(value), positive ? "finite, 0 or more" : "a finite number");
      }
    }
  }

  /** The list, which must be there. */
  <T> T present(String name, @Nullable T list) {
    if (list == null) {
      throw refused(name, "no list", "one");
    }
    return list;
  }

  private IllegalArgumentException refused(String name, String found, String expected) {
    return new IllegalArgumentException(
        "Cannot train on '%s': '%s' of row %d has %s (expected %s). Run its step again."
            .formatted(file, name, row, found, expected));
  }
}
