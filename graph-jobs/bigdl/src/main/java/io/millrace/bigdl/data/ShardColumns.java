package io.millrace.bigdl.data;

import io.millrace.spec.network.Network;
import io.millrace.spec.network.Network.Index;
import java.io.Serializable;
import java.util.List;

/**
 * The columns that a training reads.
 *
 * @param dense names of numbers, in the network's order
 * @param indices names of indices, in the network's order
 * @param cardinalities of the indices
 * @param label the label's column
 * @param key the row's number
 */
public record ShardColumns(
    List<String> dense, List<String> indices, List<Integer> cardinalities, String label, String key)
    implements Serializable {
  /** The columns of a network's inputs. */
  public static ShardColumns of(Network network, String label, String key) {
    return new ShardColumns(
        network.denseFeatures(),
        network.indices().stream().map(Index::name).toList(),
        network.indices().stream().map(Index::cardinality).toList(),
        label,
        key);
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
