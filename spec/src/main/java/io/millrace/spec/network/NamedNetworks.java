package io.millrace.spec.network;

import io.millrace.spec.network.Layer.Embedding.Start;
import io.millrace.spec.network.Network.Index;
import io.millrace.spec.network.Network.Sparse;
import io.millrace.spec.network.NetworkSpec.DcnV2;
import io.millrace.spec.network.NetworkSpec.DeepFm;
import io.millrace.spec.network.NetworkSpec.Dlrm;
import io.millrace.spec.network.NetworkSpec.Mlp;
import io.millrace.spec.network.NetworkSpec.Tower;
import io.millrace.spec.network.NetworkSpec.WideAndDeep;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Builds the networks that definitions name.
 *
 * <p>The dense input is named {@code dense}, indices like their features. Nodes are named after
 * what they do: {@code embedding-<feature>}, {@code wide-<feature>}, {@code deep-1}, {@code
 * deep-1-norm}, {@code deep-1-activation}, {@code deep-1-dropout}, {@code deep-out}, {@code
 * cross-1}, {@code conv-1}, {@code output}. A name that a feature has already gets a {@code _}
 * behind.
 */
public final class NamedNetworks {
  private final NetworkSpec spec;
  private final List<String> dense;
  private final List<Index> indices;
  private final List<Sparse> sparse;
  private final int width;
  private final NetworkNodes nodes;

  private NamedNetworks(
      NetworkSpec spec, List<String> dense, List<Index> indices, List<Sparse> sparse, int width) {
    this.spec = spec;
    this.dense = dense;
    this.indices = indices;
    this.sparse = sparse;
    this.width = width;
    this.nodes = new NetworkNodes(dense, indices, sparse);
  }

  /**
   * Builds a network over numbers and indices, see {@link #of(NetworkSpec, List, List, List, int)}.
   */
  public static Network of(NetworkSpec spec, List<String> dense, List<Index> indices, int width) {
    return of(spec, dense, indices, List.of(), width);
  }

  /**
   * Builds a network over these features.
   *
   * @param dense names of the dense outputs of the feature plan that it uses, in order
   * @param indices the index outputs that it uses, in order
   * @param sparse the sparse outputs that it uses, in order
   * @param width K: the number of classes for multi-class, else 1
   * @return a network whose {@link Shapes} are sound and whose score is [rows, K]
   * @throws IllegalArgumentException if the network's structure has no place for these features or
   *     this width, or its own widths do not fit
   */
  public static Network of(
      NetworkSpec spec, List<String> dense, List<Index> indices, List<Sparse> sparse, int width) {
    Network network = new NamedNetworks(spec, dense, indices, sparse, width).build();
    Shapes.of(network);
    return network;
  }

  private Network build() {
    if (dense.isEmpty() && indices.isEmpty() && sparse.isEmpty()) {
      throw refused("it has no features (expected at least one).");
    }
    if (width < 1) {
      throw refused("its score has the width %d (expected at least 1).", width);
    }
    if (spec instanceof GraphNetworkSpec graph) {
      return nodes.network(new GraphNetworks(graph, nodes, width).build());
    } else if (spec instanceof Mlp mlp) {
      String tower = nodes.tower("deep", mlp.deep(), nodes.features(mlp.embedding()));
      return nodes.network(nodes.linear("output", width, tower));
    } else if (spec instanceof WideAndDeep wideAndDeep) {
      return nodes.network(wideAndDeep(wideAndDeep));
    } else if (spec instanceof DeepFm deepFm) {
      return nodes.network(deepFm(deepFm));
    } else if (spec instanceof Dlrm dlrm) {
      return nodes.network(dlrm(dlrm));
    } else if (spec instanceof DcnV2 dcnV2) {
      return nodes.network(dcnV2(dcnV2));
    }
    throw refused("it is no network of this version (expected one that it knows).");
  }

  private String wideAndDeep(WideAndDeep wideAndDeep) {
    List<String> parts = new ArrayList<>();
    parts.add(deep("deep-out", wideAndDeep.deep(), embeddings()));
    parts.addAll(wide());
    return nodes.add("output", new Layer.Add(), parts);
  }

  private String deepFm(DeepFm deepFm) {
    if (width != 1) {
      throw refused(
          "its factorisation machine gives one score, but there are %d classes (expected a binary or regression task). Use wide-and-deep or dcn-v2.",
          width);
    }
    if (indices.size() + sparse.size() < 2) {
      throw refused(
          "its index features are %s (expected at least 2, whose embeddings its factorisation machine multiplies). Add index features, or use wide-and-deep.",
          Stream.concat(indices.stream(), sparse.stream()).map(Network.Input::name).toList());
    }
    List<String> embeddings = embeddings();
    List<String> parts = new ArrayList<>();
    parts.add(deep("deep-out", deepFm.deep(), embeddings));
    parts.add(nodes.add("fm", new Layer.FactorisationMachine(), embeddings));
    parts.addAll(wide());
    return nodes.add("output", new Layer.Add(), parts);
  }

  private String dlrm(Dlrm dlrm) {
    if (dense.isEmpty()) {
      throw refused(
          "it has no dense features (expected at least one for its bottom tower). Add numeric or cyclic features, or use dcn-v2.");
    }
    if (indices.isEmpty() && sparse.isEmpty()) {
      throw refused(
          "it has no index features (expected at least one, whose embedding meets the dense features). Add index features, or use mlp.");
    }
    bottomFits(dlrm);
    String bottom = nodes.tower("bottom", dlrm.bottom(), nodes.dense());
    List<String> vectors = new ArrayList<>(List.of(bottom));
    vectors.addAll(embeddings());
    String products = nodes.add("interaction", new Layer.DotInteraction(), vectors);
    String joined = nodes.concat("features", List.of(bottom, products));
    return nodes.linear("output", width, nodes.tower("top", dlrm.top(), joined));
  }

  private void bottomFits(Dlrm dlrm) {
    List<Integer> hidden = dlrm.bottom().hidden();
    int last = hidden.isEmpty() ? dense.size() : hidden.get(hidden.size() - 1);
    if (last != dlrm.embedding()) {
      List<Integer> fitting = new ArrayList<>(hidden.subList(0, Math.max(0, hidden.size() - 1)));
      fitting.add(dlrm.embedding());
      throw refused(
          "its bottom tower %s ends in the width %d (expected %d, as wide as an embedding). Use bottom = %s or embedding = %d.",
          hidden, last, dlrm.embedding(), fitting, last);
    }
  }

  private String dcnV2(DcnV2 dcnV2) {
    String features = nodes.beside(embeddings());
    String crossed = features;
    for (int i = 1; i <= dcnV2.crossLayers(); i++) {
      Layer cross = new Layer.Cross(dcnV2.rank());
      crossed = nodes.add("cross-" + i, cross, List.of(features, crossed));
    }
    // Without hidden layers it is the cross network alone.
    List<String> parts = new ArrayList<>(List.of(crossed));
    if (!dcnV2.deep().hidden().isEmpty()) {
      parts.add(nodes.tower("deep", dcnV2.deep(), features));
    }
    return nodes.linear("output", width, nodes.concat("crossed-and-deep", parts));
  }

  /** The tower over embeddings and numbers and its linear layer: [rows, K]. */
  private String deep(String output, Tower tower, List<String> embeddings) {
    return nodes.linear(output, width, nodes.tower("deep", tower, nodes.beside(embeddings)));
  }

  /** The terms of a linear model of all features, without its bias: each [rows, K]. */
  private List<String> wide() {
    List<String> terms = new ArrayList<>();
    if (!dense.isEmpty()) {
      Layer weights = new Layer.Linear(width, false);
      terms.add(nodes.add("wide-" + nodes.dense(), weights, List.of(nodes.dense())));
    }
    terms.addAll(nodes.tables("wide", new Layer.Embedding(width, Start.ZERO)));
    return terms;
  }

  private List<String> embeddings() {
    return nodes.tables("embedding", new Layer.Embedding(spec.embedding(), Start.SMALL));
  }

  private IllegalArgumentException refused(String found, Object... arguments) {
    return new IllegalArgumentException(
        "Cannot build network '%s': ".formatted(spec.name()) + found.formatted(arguments));
  }
}
