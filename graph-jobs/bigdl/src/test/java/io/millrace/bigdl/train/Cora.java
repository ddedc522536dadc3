package io.millrace.bigdl.train;

import io.millrace.sampling.Example;
import io.millrace.sampling.SparseRows;
import io.millrace.sampling.Topology;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;

/** The citations of Cora as one graph: both ways, each pair once, words divided by their sum. */
final class Cora {
  static final int WORDS = 1433;

  private final List<String[]> nodes;
  private final TreeMap<String, Integer> classes = new TreeMap<>();
  private final Topology topology;
  private final SparseRows words;

  /**
   * @param folder with {@code nodes.csv.gz} and {@code edges.csv.gz}
   */
  Cora(Path folder) throws IOException {
    nodes = lines(folder.resolve("nodes.csv.gz"));
    Map<String, Integer> ids = new HashMap<>();
    for (String[] node : nodes) {
      ids.put(node[0], ids.size());
      classes.putIfAbsent(node[1], 0);
    }
    classes.replaceAll((name, none) -> classes.headMap(name).size());
    TreeSet<Long> edges = new TreeSet<>();
    for (String[] edge : lines(folder.resolve("edges.csv.gz"))) {
      long a = ids.get(edge[0]);
      long b = ids.get(edge[1]);
      if (a != b) {
        edges.addAll(List.of(a << 32 | b, b << 32 | a));
      }
    }
    topology =
        Topology.of(
            nodes.size(),
            edges.stream().mapToInt(e -> (int) (e >> 32)).toArray(),
            edges.stream().mapToInt(Long::intValue).toArray(),
            null);
    words = words();
  }

  private static List<String[]> lines(Path file) throws IOException {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
      return reader.lines().skip(1).map(line -> line.split(",", -1)).toList();
    }
  }

  private SparseRows words() {
    int[] begins = new int[nodes.size() + 1];
    List<Integer> columns = new ArrayList<>();
    List<Float> values = new ArrayList<>();
    for (int i = 0; i < nodes.size(); i++) {
      String[] entries = nodes.get(i)[3].split(" ", -1);
      for (String entry : entries) {
        columns.add(Integer.parseInt(entry.substring(0, entry.indexOf(':'))));
        values.add(1f / entries.length);
      }
      begins[i + 1] = columns.size();
    }
    float[] flat = new float[values.size()];
    for (int i = 0; i < flat.length; i++) {
      flat[i] = values.get(i);
    }
    return new SparseRows(begins, columns.stream().mapToInt(c -> c).toArray(), flat);
  }

  int edges() {
    return topology.edges();
  }

  int classes() {
    return classes.size();
  }

  /** The whole graph, asking for the nodes of a split: {@code train}, {@code val}, {@code test}. */
  Example example(String split) {
    int[] targets =
        IntStream.range(0, nodes.size()).filter(i -> nodes.get(i)[2].equals(split)).toArray();
    float[] labels = new float[targets.length];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = classes.get(nodes.get(targets[i])[1]);
    }
    return new Example(
        IntStream.range(0, nodes.size()).mapToLong(i -> i).toArray(),
        topology,
        new float[0],
        List.of(),
        List.of(words),
        targets,
        Arrays.stream(targets).mapToLong(i -> i).toArray(),
        labels);
  }
}
