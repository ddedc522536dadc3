package io.millrace.handoff.definition;

/** What networks over a graph give scores to. */
enum Scored {
  NODES,
  GRAPHS,
  LINKS;

  /** As other parts of the definition decide, which are read elsewhere. */
  static Scored of(Section root) {
    if (root.problems().source().root().toConfig().hasPath("graph.graph")) {
      return GRAPHS;
    }
    return LabelReader.predictsLinks(root) ? LINKS : NODES;
  }
}
