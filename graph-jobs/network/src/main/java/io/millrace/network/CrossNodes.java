package io.millrace.network;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import io.millrace.spec.feature.Transform;
import java.util.List;

/** Combinations of indices: int64 [rows] each, and so is the result. */
final class CrossNodes {
  /** Knuth's multiplicative hash: 2^32 over the golden ratio. */
  private static final long FACTOR = 2_654_435_761L;

  private static final long RANGE = 1L << 31;

  /** Tables up to a mebibyte are not worth a search. */
  private static final long SMALL_TABLE = (1 << 20) / Integer.BYTES;

  /** A key takes about as many bytes in the file as this many entries of a table. */
  private static final long ENTRIES_PER_CODE = 4;

  private static final long MAX_TABLE = 1 << 28;

  private final Graph graph;
  private final KeyNodes keys;

  CrossNodes(Graph graph, KeyNodes keys) {
    this.graph = graph;
    this.keys = keys;
  }

  String cross(Transform.Cross transform, List<String> indices) {
    String code = code(transform.cardinalities(), indices);
    if (transform.buckets() != null) {
      return bucket(code, transform.buckets());
    }
    long combinations = combinations(transform.cardinalities());
    return combinations <= largestTable(transform)
        ? entry(code, table(transform, (int) combinations))
        : keys.positionFromOne(transform.codes(), code);
  }

  private static long largestTable(Transform.Cross transform) {
    long filled = transform.codes().size() * ENTRIES_PER_CODE;
    return Math.min(Math.max(SMALL_TABLE, filled), MAX_TABLE);
  }

  private String code(List<Integer> cardinalities, List<String> indices) {
    String code = indices.get(0);
    for (int i = 1; i < indices.size(); i++) {
      String shifted = graph.op("Mul", code, graph.int64(cardinalities.get(i)));
      code = graph.op("Add", shifted, indices.get(i));
    }
    return code;
  }

  private String bucket(String code, int buckets) {
    String mixed = graph.op("Mul", code, graph.int64(FACTOR));
    String inRange = graph.op("Mod", mixed, graph.int64(RANGE));
    String bucket = graph.op("Mod", inRange, graph.int64(buckets));
    return graph.op("Add", bucket, graph.int64(1));
  }

  private String entry(String code, int[] table) {
    return graph.cast(graph.gather(graph.constant(Tensors.int32s(table)), code, 0), DataType.INT64);
  }

  private static int[] table(Transform.Cross transform, int size) {
    int[] table = new int[size];
    for (int i = 0; i < transform.codes().size(); i++) {
      long code = transform.codes().get(i);
      if (code < 0 || code >= size) {
        throw new IllegalArgumentException(
            "Cannot export feature '%s': it has the code %d (expected 0 to %d)."
                .formatted(transform.name(), code, size - 1));
      }
      table[(int) code] = i + 1;
    }
    return table;
  }

  private static long combinations(List<Integer> cardinalities) {
    long product = 1;
    for (int cardinality : cardinalities) {
      // Beyond the largest table the number no longer matters, and must not overflow.
      product = Math.min(product * cardinality, MAX_TABLE + 1);
    }
    return product;
  }
}
