package io.millrace.bigdl.kernel;

import io.millrace.spec.network.Network;
import io.millrace.spec.network.Network.Dense;
import io.millrace.spec.network.Network.Node;
import io.millrace.spec.network.Network.Sparse;
import io.millrace.spec.network.Parameter;
import io.millrace.spec.network.Shapes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the kernels of a network read and write, by the names of its inputs and nodes. */
final class Memory {
  private final Shapes shapes;
  private final Map<Integer, Extent> extents = new HashMap<>();
  private final Map<String, Value> values = new HashMap<>();
  private final Map<String, SparseValue> sparse = new HashMap<>();
  private final Map<String, Integer> places = new HashMap<>();
  private final Map<String, Integer> offsets = new HashMap<>();
  private final List<SparseValue> sparseInputs = new ArrayList<>();
  private final @Nullable Value dense;
  private final int parameters;

  /**
   * Makes the inputs.
   *
   * @throws IllegalArgumentException if the network's shapes do not fit
   */
  Memory(Network network) {
    shapes = Shapes.of(network);
    int next = 0;
    for (Parameter parameter : shapes.parameters()) {
      offsets.put(parameter.name(), next);
      next = Math.addExact(next, parameter.size());
    }
    parameters = next;
    Value numbers = null;
    for (Network.Input input : network.inputs()) {
      if (input instanceof Dense d) {
        numbers = add(d.name());
      } else if (input instanceof Sparse s) {
        sparseInputs.add(addSparse(s.name()));
      } else {
        places.put(input.name(), places.size());
      }
    }
    dense = numbers;
  }

  /** Numbers in all parameters together. */
  int parameters() {
    return parameters;
  }

  /** Which rows a value has; the same for all values that have the same. */
  Extent extent(int number) {
    return extents.computeIfAbsent(number, n -> new Extent());
  }

  /** Which rows the value of a name has. */
  Extent extent(String name) {
    return extent(shapes.extent(name));
  }

  boolean isSparse(String name) {
    return shapes.sparse(name);
  }

  /** The value of an input or node, once. */
  Value add(String name) {
    Value value = new Value(extent(name), shapes.width(name));
    values.put(name, value);
    return value;
  }

  /** The sparse value of an input or node, once. */
  SparseValue addSparse(String name) {
    SparseValue value = new SparseValue(extent(name), shapes.width(name));
    sparse.put(name, value);
    return value;
  }

  Value value(String name) {
    return values.get(name);
  }

  SparseValue sparse(String name) {
    return sparse.get(name);
  }

  /** The numbers that are not sparse, if there are any. */
  @Nullable Value dense() {
    return dense;
  }

  /** In the order of the network. */
  List<SparseValue> sparseInputs() {
    return sparseInputs;
  }

  /** Place of an index among the indices. */
  int place(String index) {
    return places.get(index);
  }

  /** Where a node's parameter stands in the vector of all. */
  int at(Node node, String role) {
    return offsets.get(node.name() + "." + role);
  }
}
