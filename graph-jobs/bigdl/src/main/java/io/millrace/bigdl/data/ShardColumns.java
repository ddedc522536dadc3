package io.millrace.bigdl.data;

import io.millrace.spec.network.Network;
import io.millrace.spec.network.Network.Index;
import io.millrace.spec.network.Network.Sparse;
import java.io.Serializable;
import java.util.List;

/**
 * The columns that a training reads.
 *
 * @param dense names of numbers, in the network's order
 * @param indices names of indices, in the network's order
 * @param cardinalities of the indices
 * @param sparse names of sparse inputs, in the network's order
 * @param widths of the sparse inputs
 * @param label the label's column
 * @param key the row's number
 */
public record ShardColumns(
    List<String> dense,
    List<String> indices,
    List<Integer> cardinalities,
    List<String> sparse,
    List<Integer> widths,
    String label,
    String key)
    implements Serializable {
  /** Columns of which none is sparse. */
  public ShardColumns(
      List<String> dense,
      List<String> indices,
      List<Integer> cardinalities,
      String label,
      String key) {
    this(dense, indices, cardinalities, List.of(), List.of(), label, key);
  }

  /** The columns of a network's inputs. */
  public static ShardColumns of(Network network, String label, String key) {
    return new ShardColumns(
        network.denseFeatures(),
        network.indices().stream().map(Index::name).toList(),
        network.indices().stream().map(Index::cardinality).toList(),
        network.sparse().stream().map(Sparse::name).toList(),
        network.sparse().stream().map(Sparse::width).toList(),
        label,
        key);
  }

  /** Memory for rows of these columns. */
  Rows room() {
    return new Rows(dense.size(), indices.size(), sparse.size());
  }

  /** Bytes that an index takes: 1, 2 or 4. */
  int bytes(int place) {
    int cardinality = cardinalities.get(place);
    return cardinality <= 1 << 8 ? 1 : cardinality <= 1 << 16 ? 2 : 4;
  }

  /** Bytes of all indices of a row. */
  int stride() {
    int stride = 0;
    for (int i = 0; i < indices.size(); i++) {
      stride += bytes(i);
    }
    return stride;
  }
}
