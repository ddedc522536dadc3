package io.millrace.handoff.definition;

import io.millrace.spec.graph.GraphSpec;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A graph as far as it could be read.
 *
 * @param key empty where it is missing
 * @param graph null for one graph of all nodes
 * @param edges by table
 * @param neighbourhoods empty where they are wrong
 */
record GraphDraft(
    Optional<String> key,
    @Nullable String graph,
    Map<String, Optional<GraphSpec.EdgeTable>> edges,
    Optional<GraphSpec.Neighbourhoods> neighbourhoods,
    Optional<GraphSpec> spec) {}
