package io.millrace.spec.target;

/**
 * Which links of a graph are predicted. A link is a pair of nodes with an edge between them in
 * either direction; the split is one of links.
 *
 * @param table the table of edges
 * @param negatives pairs of nodes without any edge that are drawn for each link, in each split
 * @param seed of the draws
 */
public record LinkSpec(String table, int negatives, long seed) {
  public LinkSpec {
    if (negatives < 1) {
      throw new IllegalArgumentException(
          "Cannot predict the links of table '%s' with negatives = %d (expected at least 1)."
              .formatted(table, negatives));
    }
  }
}
