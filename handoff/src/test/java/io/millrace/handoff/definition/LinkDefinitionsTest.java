package io.millrace.handoff.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.millrace.handoff.Json;
import io.millrace.spec.PipelineDefinition;
import io.millrace.spec.model.TrainingSettings.Deep;
import io.millrace.spec.network.GraphNetworkSpec;
import io.millrace.spec.network.GraphNetworkSpec.Decoder;
import io.millrace.spec.target.LabelSpec;
import io.millrace.spec.target.LinkSpec;
import io.millrace.spec.target.SplitSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Definitions that predict links. */
class LinkDefinitionsTest {
  private static final Path CORA = Path.of("src/test/resources/cora-links.conf");

  @Test
  void readsLabelSplitAndNetwork() {
    PipelineDefinition d = read("label.seed", "7");

    assertThat(d.label()).isEqualTo(LabelSpec.ofLinks(new LinkSpec("citations", 1, 7)));
    assertThat(d.split()).isEqualTo(new SplitSpec.AtRandom(1, 0.85, 0.05, 0.1, null));
    assertThat(network(d).convolutions().hidden()).containsExactly(128, 64);
    assertThat(network(d).convolutions().readout().decoder()).isEqualTo(Decoder.DOT);
    assertThat(network(d).hops()).isEqualTo(2);
  }

  @Test
  void readsDecoders() {
    Decoder one = new Decoder(Decoder.Type.MLP, List.of(64));
    Decoder two = new Decoder(Decoder.Type.MLP, List.of(32, 16));

    assertThat(decoder(Map.of("models.gcn.decoder", "mlp"))).isEqualTo(one);
    assertThat(
            decoder(Map.of("models.gcn.decoder", "mlp", "models.gcn.decoder-hidden", "[32, 16]")))
        .isEqualTo(two);
  }

  @Test
  void roundTripsThroughTheResolvedDefinition() throws IOException {
    PipelineDefinition d = read("models.gcn.decoder", "mlp");

    assertThat(
            Json.read(
                Json.bytes(d),
                PipelineDefinition.class,
                PipelineDefinition.VERSION,
                "definition.json"))
        .isEqualTo(d);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "label.edges | papers | Cannot predict links of table 'papers': it is no table of edges of the graph (expected citations).",
        "label.edges | null | Cannot read 'label': the key 'edges' is missing (expected text).",
        "label.column | label | Unknown key 'column' in 'label' (expected one of task, edges, negatives, seed).",
        "label.negatives | 0 | Cannot predict the links of table 'citations' with negatives = 0 (expected at least 1).",
        "graph | null | Cannot predict links of table 'citations': the definition has no graph (expected a section graph with edges of this table).",
        "graph.graph | label | Cannot predict links between many graphs: negatives are drawn from all pairs of nodes (expected one graph). Remove graph.graph.",
        "graph.unlabelled | leave-out | Cannot treat unlabelled nodes otherwise: label and split are those of links, and all nodes pass messages (expected no graph.unlabelled).",
        "split | { by = value, column = split, train = [a], valid = [b], test = [c] } | Cannot split links other than at random: a split is one of links, which have no column of the main table (expected by = random).",
        "split.group | label | Cannot split links by groups of 'label': a split is one of links, which have no column of the main table (expected no group).",
        "split.test | 0.2 | Cannot split at random into 0.85, 0.05 and 0.2",
        "models.mlp | {} | Cannot train model 'mlp': label.task is link-prediction, but network 'mlp' looks at single rows (expected one of gcn, graphsage, gat, gin).",
        "models.logistic-regression | {} | but network 'logistic-regression' looks at single rows",
        "models.gcn.decoder | cosine | found 'cosine' (expected one of dot, mlp).",
        "models.gcn.decoder-hidden | [8] | Unknown key 'decoder-hidden' in 'models.gcn'",
        "models.gcn.pooling | mean | Unknown key 'pooling' in 'models.gcn'",
        "evaluation.blocks | label | Cannot evaluate links by blocks of 'label': a link has two nodes (expected no evaluation.blocks).",
        "evaluation.slices | [label] | Cannot evaluate links by [label]: a link has two nodes (expected no evaluation.slices).",
        "graph.neighbourhoods | { whole = false, fan-outs = [5] } | Cannot train model 'gcn': its 2 convolutions reach nodes 2 edges away, but graph.neighbourhoods.fan-outs has 1",
      })
  void refuses(String key, String value, String message) {
    DefinitionException e = catchThrowableOfType(DefinitionException.class, () -> read(key, value));

    assertThat(e).as("the definition is refused").isNotNull().hasMessageContaining(message);
  }

  private static @Nullable Decoder decoder(Map<String, String> overrides) {
    return network(read(overrides)).convolutions().readout().decoder();
  }

  private static GraphNetworkSpec network(PipelineDefinition d) {
    return (GraphNetworkSpec) ((Deep) d.model("gcn").settings()).spec();
  }

  private static PipelineDefinition read(String key, String value) {
    return read(Map.of(key, value));
  }

  private static PipelineDefinition read(Map<String, String> overrides) {
    Map<String, String> all = new HashMap<>(overrides);
    all.put("cora", "data/cora");
    return DefinitionReader.read(CORA, all);
  }
}
