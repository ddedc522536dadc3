package io.millrace.network;

import io.millrace.spec.network.Network.Node;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the inputs and nodes of a network are in the file, by their names. */
final class Values {
  private final Map<String, String> rows = new HashMap<>();
  private final Map<String, String> wide = new HashMap<>();
  private final Map<String, Entries> sparse = new HashMap<>();
  private final Map<String, String> products = new HashMap<>();

  /**
   * Numbers of which most are 0.
   *
   * @param row int64 [entries]
   * @param column int64 [entries]
   * @param value float [entries]
   * @param rows int64 [1]: how many rows there are
   */
  record Entries(String row, String column, String value, String rows) {}

  void put(String name, String value) {
    rows.put(name, value);
  }

  void put(String name, Entries entries) {
    sparse.put(name, entries);
  }

  /**
   * A value of more nodes than get one here.
   *
   * @param own the first rows of all
   */
  void put(String name, String own, String all) {
    rows.put(name, own);
    wide.put(name, all);
  }

  /** The product of a node's matrix with a value that is not here itself: [nodes, out]. */
  void product(String parameter, String value) {
    products.put(parameter, value);
  }

  /** Float [rows, width], int64 [rows] for an index. */
  String rows(String name) {
    String value = rows.get(name);
    if (value == null) {
      throw new IllegalStateException("Value " + name + " has not been written");
    }
    return value;
  }

  /** With the rows of neighbours too. */
  String wide(String name) {
    String value = wide.get(name);
    return value == null ? rows(name) : value;
  }

  @Nullable Entries sparse(String name) {
    return sparse.get(name);
  }

  @Nullable String product(Node node, String role) {
    return products.get(node.name() + "." + role);
  }
}
