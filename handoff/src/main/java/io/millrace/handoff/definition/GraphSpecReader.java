package io.millrace.handoff.definition;

import io.millrace.spec.graph.GraphSpec;
import io.millrace.spec.graph.GraphSpec.Direction;
import io.millrace.spec.graph.GraphSpec.Duplicates;
import io.millrace.spec.graph.GraphSpec.EdgeTable;
import io.millrace.spec.graph.GraphSpec.Measure;
import io.millrace.spec.graph.GraphSpec.Neighbourhoods;
import io.millrace.spec.graph.GraphSpec.SelfLoops;
import io.millrace.spec.graph.GraphSpec.Unknown;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads {@code graph}. */
final class GraphSpecReader {
  private static final String PASS_MESSAGES = "pass-messages";
  private static final Kind<String> UNLABELLED = Kind.oneOf(PASS_MESSAGES, "leave-out");
  private static final String ALL = "all";
  private static final Kind<Integer> FAN_OUT =
      Kind.counted(ALL, Neighbourhoods.ALL, "a whole number above 0, or " + ALL);
  private static final List<Integer> FAN_OUTS = List.of(10, 10);
  private static final int HUB = 1000;
  private static final long SEED = 1;

  private GraphSpecReader() {}

  /** The graph; empty where the definition has none. */
  static Optional<GraphDraft> read(Section root) {
    return root.optionalSection("graph").map(GraphSpecReader::graph);
  }

  private static GraphDraft graph(Section section) {
    Optional<String> key = section.need("key", Kind.TEXT);
    @Nullable String graph = section.optional("graph", Kind.TEXT);
    Map<String, Optional<EdgeTable>> edges = edges(section);
    String unlabelled = section.optional("unlabelled", UNLABELLED, PASS_MESSAGES);
    Optional<Neighbourhoods> neighbourhoods =
        section.has("neighbourhoods")
            ? section
                .optionalSection("neighbourhoods")
                .flatMap(s -> neighbourhoods(s, graph != null))
            : Optional.of(
                new Neighbourhoods(false, graph == null ? FAN_OUTS : List.of(), false, HUB, SEED));
    List<Measure> measures = section.list("measures", Kind.of(Measure.class)).orElse(List.of());
    Optional<GraphSpec> spec =
        section.build(
            () ->
                new GraphSpec(
                    key.orElseThrow(),
                    graph,
                    edges.values().stream().map(Optional::orElseThrow).toList(),
                    unlabelled.equals(PASS_MESSAGES),
                    neighbourhoods.orElseThrow(),
                    measures));
    return new GraphDraft(key, graph, edges, neighbourhoods, spec);
  }

  private static Map<String, Optional<EdgeTable>> edges(Section graph) {
    Map<String, Optional<EdgeTable>> edges = new LinkedHashMap<>();
    graph
        .section("edges")
        .ifPresent(
            section -> {
              for (String table : section.allKeys()) {
                edges.put(
                    table, section.optionalSection(table).flatMap(GraphSpecReader::edgeTable));
              }
              if (edges.isEmpty()) {
                section.problem(
                    List.of(),
                    "Cannot make a graph without tables of edges (expected at least one).");
              }
            });
    return edges;
  }

  private static Optional<EdgeTable> edgeTable(Section section) {
    String source = section.required("source", Kind.TEXT);
    String target = section.required("target", Kind.TEXT);
    @Nullable String weight = section.optional("weight", Kind.TEXT);
    Unknown unknown = section.optional("unknown", Kind.of(Unknown.class), Unknown.REJECT);
    Duplicates duplicates =
        section.optional("duplicates", Kind.of(Duplicates.class), Duplicates.REJECT);
    SelfLoops loops = section.optional("self-loops", Kind.of(SelfLoops.class), SelfLoops.REJECT);
    Direction direction =
        section.optional("direction", Kind.of(Direction.class), Direction.DIRECTED);
    return section.build(
        () ->
            new EdgeTable(
                section.name(), source, target, weight, unknown, duplicates, loops, direction));
  }

  /**
   * @param many whether each row has a graph of its own, so that nothing is sampled
   */
  private static Optional<Neighbourhoods> neighbourhoods(Section section, boolean many) {
    boolean whole = section.optional("whole", Kind.FLAG, false);
    Optional<List<Integer>> fanOuts = section.list("fan-outs", FAN_OUT);
    boolean weighted = section.optional("weighted", Kind.FLAG, false);
    int hub = section.optional("hub", Kind.WHOLE, HUB);
    long seed = section.optional("seed", Kind.LONG, SEED);
    if (many && whole) {
      section.problem(
          List.of("whole"),
          "Cannot take the whole graph: graph.graph makes each graph an example of its own (expected one of them).");
    } else if (many || whole) {
      String instead =
          many
              ? "graph.graph makes each graph an example of its own"
              : "whole = true takes all of the graph";
      nothingSampled(section, "fan-outs", fanOuts.isPresent(), instead);
      nothingSampled(section, "weighted", weighted, instead);
    } else if (section.hasEmptyList("fan-outs")) {
      section.problem(
          List.of("fan-outs"),
          "Cannot sample neighbours without fan-outs (expected one for each hop, or whole = true).");
    }
    List<Integer> sampled = many || whole ? List.of() : fanOuts.orElse(FAN_OUTS);
    return section.build(() -> new Neighbourhoods(whole, sampled, weighted, hub, seed));
  }

  private static void nothingSampled(Section section, String key, boolean given, String instead) {
    if (given) {
      section.problem(
          List.of(key),
          "Cannot sample neighbours by '%s': %s (expected one of them).",
          key,
          instead);
    }
  }
}
