package io.millrace.spec.graph;

import io.millrace.spec.data.DatasetManifest.ManifestColumn;
import io.millrace.spec.data.DatasetManifest.ManifestFile;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code graph.json} of a graph, written last: what {@code nodes/} and {@code edges/} hold, and
 * {@code links/} where links are predicted.
 *
 * @param version of the format
 * @param ids ids are below this. At least {@code nodes}: a key keeps its id for good, also in runs
 *     in which it has no node, so the ids of nodes may have gaps
 * @param edgesByTable edges that each table gave, in the order of their types; an edge of a
 *     symmetric table counts twice
 * @param graphs number of graphs, 1 where there is no column for them
 * @param splits rows by split
 * @param labels by split the nodes of each class, of many graphs the graphs, and where links are
 *     predicted the pairs of nodes with and without one, {@code 1} and {@code 0}; for classes only
 * @param inDegree number of edges into a node
 * @param outDegree number of edges from a node
 * @param isolated nodes without any edge
 * @param homophily share of edges between nodes of one label among those between nodes with labels;
 *     null for numbers as labels, for labels of graphs, and where there are no such edges
 * @param weighted whether any weight differs from 1
 * @param nodeColumns all columns of {@code nodes/}
 * @param files of {@code nodes/}, {@code edges/} and {@code links/}, by their paths below the
 *     graph's folder
 * @param proved what was checked against labels that leak into training, in words
 * @param madeFrom digests of what it was made from
 */
public record GraphManifest(
    int version,
    long nodes,
    long edges,
    long ids,
    long graphs,
    Map<String, Long> edgesByTable,
    Map<String, Long> splits,
    Map<String, Map<String, Long>> labels,
    Degrees inDegree,
    Degrees outDegree,
    long isolated,
    Hub hub,
    @Nullable Double homophily,
    boolean weighted,
    List<ManifestColumn> nodeColumns,
    List<ManifestFile> files,
    List<String> proved,
    Map<String, String> madeFrom) {
  public static final int VERSION = 1;

  public GraphManifest {
    nodeColumns = List.copyOf(nodeColumns);
    files = List.copyOf(files);
    proved = List.copyOf(proved);
  }

  /**
   * Degrees of all nodes.
   *
   * @param quantiles by rank as text, such as {@code 0.5}; rank error at most 0.0001
   */
  public record Degrees(double mean, long max, Map<String, Long> quantiles) {}

  /**
   * The node with the most edges on one side.
   *
   * @param edges into it or from it, whichever are more
   * @param share of all edges
   */
  public record Hub(String key, long edges, double share) {}
}
