package io.millrace.handoff.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.millrace.handoff.SqlTables;
import io.millrace.spec.PipelineDefinition;
import io.millrace.spec.clean.CleanSpec;
import io.millrace.spec.feature.FeatureSpec;
import io.millrace.spec.graph.GraphSpec;
import io.millrace.spec.graph.GraphSpec.Direction;
import io.millrace.spec.model.ModelSpec;
import io.millrace.spec.model.TrainingSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;

/** Definitions of two public data sets, one graph of papers and many graphs of molecules. */
class RealGraphsTest {
  private static final String DATASETS = "MILLRACE_DATASETS";

  @Test
  void readsOneGraphWithSparseWords() {
    PipelineDefinition d = read("cora", Path.of("data"));

    assertThat(d.features())
        .containsExactly(new FeatureSpec.Sparse("words", "features", 1433, true));
    GraphSpec graph = Objects.requireNonNull(d.graph());
    assertThat(graph.unlabelled()).isTrue();
    assertThat(graph.neighbourhoods().whole()).isTrue();
    assertThat(graph.edges())
        .singleElement()
        .satisfies(edges -> assertThat(edges.direction()).isEqualTo(Direction.SYMMETRIC));
    assertThat(d.models().stream().filter(ModelSpec::overGraphs))
        .extracting(ModelSpec::name)
        .containsExactly("gcn");
  }

  @Test
  void readsManyGraphsWhoseLabelsSqlJoins() {
    PipelineDefinition d = read("mutag", Path.of("data"));

    assertThat(d.mainTable().derived()).isTrue();
    assertThat(
            SqlTables.in(
                Objects.requireNonNull(d.mainTable().sql()),
                d.tables().stream().map(t -> t.name()).toList()))
        .containsExactly("atoms", "molecules", "folds");
    assertThat(d.sources())
        .extracting(CleanSpec::table)
        .containsExactly("atoms", "molecules", "bonds");
    GraphSpec graph = Objects.requireNonNull(d.graph());
    assertThat(graph.graph()).isEqualTo("graph_id");
    assertThat(graph.unlabelled()).isFalse();
    assertThat(graph.neighbourhoods().fanOuts()).isEmpty();
    assertThat(d.model("gin").overGraphs()).isTrue();
    assertThat(d.scoresGraphs()).isTrue();
  }

  @Test
  void readsTheTenFoldsOfMolecules() {
    PipelineDefinition d = read("mutag-folds", "mutag", Path.of("data"));

    assertThat(d.split().count()).isEqualTo(10);
    assertThat(d.models()).extracting(ModelSpec::name).containsExactly("gin", "top-k", "diff-pool");
    assertThat(d.models())
        .allSatisfy(
            model ->
                assertThat(((TrainingSettings.Deep) model.settings()).seeds())
                    .containsExactly(1L, 2L, 3L));
  }

  @Test
  void theFilesOfBothHaveTheColumnsThatAreDeclared() {
    Configuration hadoop = new Configuration();
    for (String set : List.of("cora", "mutag")) {
      PipelineDefinition d = read(set, folder(set));

      assertThat(InputCheck.check(d, hadoop)).isEmpty();
      assertThat(InputCheck.facts(d, hadoop)).allMatch(facts -> facts.rows() > 100);
    }
  }

  private static PipelineDefinition read(String set, Path folder) {
    return read(set, set, folder);
  }

  private static PipelineDefinition read(String file, String set, Path folder) {
    return DefinitionReader.read(
        Path.of("src/test/resources", file + ".conf"), Map.of(set, folder.toString()));
  }

  private static Path folder(String set) {
    String named =
        Optional.ofNullable(System.getProperty(DATASETS)).orElse(System.getenv(DATASETS));
    Path datasets = named == null ? Path.of("../../shared/datasets") : Path.of(named);
    Path folder = datasets.toAbsolutePath().normalize().resolve(set);
    assumeThat(Files.isDirectory(folder))
        .as("'%s' is there: set %s to the folder that holds '%s'", folder, DATASETS, set)
        .isTrue();
    return folder;
  }
}
