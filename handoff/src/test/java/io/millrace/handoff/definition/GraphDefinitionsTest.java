package io.millrace.handoff.definition;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.handoff.Json;
import io.millrace.spec.PipelineDefinition;
import io.millrace.spec.clean.CleanSpec;
import io.millrace.spec.clean.ColumnRules;
import io.millrace.spec.clean.Policy;
import io.millrace.spec.clean.Rule;
import io.millrace.spec.graph.GraphSpec;
import io.millrace.spec.graph.GraphSpec.Direction;
import io.millrace.spec.graph.GraphSpec.Duplicates;
import io.millrace.spec.graph.GraphSpec.EdgeTable;
import io.millrace.spec.graph.GraphSpec.Measure;
import io.millrace.spec.graph.GraphSpec.Neighbourhoods;
import io.millrace.spec.graph.GraphSpec.SelfLoops;
import io.millrace.spec.graph.GraphSpec.Unknown;
import io.millrace.spec.table.Column;
import io.millrace.spec.table.ColumnType;
import io.millrace.spec.table.TableSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GraphDefinitionsTest {
  private static final Path GRAPH = Path.of("src/test/resources/graph.conf");

  @TempDir private Path folder;

  @Test
  void readsTablesBySqlBehindThoseOfFiles() {
    PipelineDefinition d = read(Map.of());

    assertThat(d.tables())
        .extracting(TableSpec::name)
        .containsExactly("flights", "airports", "evenings", "routes");
    TableSpec evenings = d.table("evenings");
    assertThat(evenings.sql())
        .startsWith("SELECT concat(origin, ' ', date)")
        .endsWith("GROUP BY origin, date");
    assertThat(evenings.paths()).isEmpty();
    assertThat(evenings.columns()).contains(new Column("worst", ColumnType.INT));
    assertThat(d.mainTable()).isEqualTo(evenings);
  }

  @Test
  void ordersSourcesSoThatEachIsMadeWhenItIsRead() {
    List<CleanSpec> sources = read(Map.of()).sources();

    assertThat(sources)
        .extracting(CleanSpec::table)
        .containsExactly("airports", "flights", "routes");
    assertThat(sources.get(1).columns())
        .contains(
            new ColumnRules("date", List.of(new Rule.Cast(Policy.REJECT))),
            new ColumnRules(
                "origin",
                List.of(
                    new Rule.Cast(Policy.REJECT),
                    new Rule.Reference("airports", "iata", Policy.REJECT))));
    assertThat(sources.get(2).duplicates())
        .isEqualTo(new CleanSpec.Duplicates(List.of("here", "there"), Policy.REJECT));
  }

  @Test
  void readsAGraph() {
    assertThat(read(Map.of()).graph())
        .isEqualTo(
            new GraphSpec(
                "evening",
                null,
                List.of(
                    new EdgeTable(
                        "routes",
                        "here",
                        "there",
                        "share",
                        Unknown.REJECT,
                        Duplicates.SUM,
                        SelfLoops.KEEP,
                        Direction.DIRECTED)),
                true,
                new Neighbourhoods(false, List.of(15, Neighbourhoods.ALL), true, 200, 1)));
  }

  @Test
  void fillsInWhatIsLeftOut() {
    GraphSpec graph =
        read(Map.of(
                "graph.edges.routes",
                "{ weight = null, self-loops = null, duplicates = null }",
                "graph.neighbourhoods",
                "null"))
            .graph();

    assertThat(graph)
        .isEqualTo(
            new GraphSpec(
                "evening",
                null,
                List.of(
                    new EdgeTable(
                        "routes",
                        "here",
                        "there",
                        null,
                        Unknown.REJECT,
                        Duplicates.REJECT,
                        SelfLoops.REJECT,
                        Direction.DIRECTED)),
                true,
                new Neighbourhoods(false, List.of(10, 10), false, 1000, 1)));
  }

  @Test
  void samplesNothingOfAWholeGraphOrOfManyGraphs() {
    assertThat(
            neighbourhoods(
                Map.of(
                    "graph.neighbourhoods",
                    "{ whole = true, fan-outs = null, weighted = null, hub = null }")))
        .isEqualTo(new Neighbourhoods(true, List.of(), false, 1000, 1));
    assertThat(neighbourhoods(Map.of("graph.neighbourhoods", "null", "graph.graph", "origin")))
        .isEqualTo(new Neighbourhoods(false, List.of(), false, 1000, 1));
    assertThat(
            neighbourhoods(
                Map.of(
                    "graph.neighbourhoods",
                    "{ seed = 3, fan-outs = null, weighted = null, hub = null }",
                    "graph.graph",
                    "origin")))
        .isEqualTo(new Neighbourhoods(false, List.of(), false, 1000, 3));
  }

  @Test
  void readsEveryChoiceOfAnEdgeTable() {
    PipelineDefinition d =
        read(
            Map.of(
                "graph.edges.routes",
                "{ unknown = fail, duplicates = keep, self-loops = fail, direction = symmetric }",
                "graph.unlabelled",
                "leave-out",
                "graph.measures",
                "[component, page-rank]"));

    GraphSpec graph = Objects.requireNonNull(d.graph());
    assertThat(graph.unlabelled()).isFalse();
    assertThat(graph.measures()).containsExactly(Measure.COMPONENT, Measure.PAGE_RANK);
    assertThat(graph.edges())
        .containsExactly(
            new EdgeTable(
                "routes",
                "here",
                "there",
                "share",
                Unknown.FAIL,
                Duplicates.KEEP,
                SelfLoops.FAIL,
                Direction.SYMMETRIC));
  }

  @Test
  void readsSqlFromAFileBesideTheOneThatNamesIt() throws IOException {
    Files.createDirectories(folder.resolve("below"));
    Files.writeString(folder.resolve("below/evenings.sql"), "\n SELECT 1 FROM flights\n");
    Files.writeString(
        folder.resolve("below/graph.conf"),
        Files.readString(GRAPH).replaceFirst("(?s)sql = \"{3}.*?\"{3}", "sql-file = evenings.sql"));
    Path including =
        Files.writeString(folder.resolve("all.conf"), "include required(\"below/graph\")");

    assertThat(DefinitionReader.read(including, Map.of()).table("evenings").sql())
        .isEqualTo("SELECT 1 FROM flights");
  }

  @Test
  void aDefinitionWithAGraphReadsBackFromJson() throws IOException {
    PipelineDefinition d = read(Map.of());

    assertThat(Json.read(Json.bytes(d), PipelineDefinition.class, 1, "definition.json"))
        .isEqualTo(d);
  }

  @Test
  void theInputOfATableBySqlIsNotLookedFor() throws IOException {
    Files.writeString(
        folder.resolve("flights.csv"),
        "date,origin,destination,delay,seats\n2001-01-01,BOS,JFK,3,120\n");
    Files.writeString(folder.resolve("airports.json"), "{\"iata\": \"BOS\", \"size\": 3}\n");
    PipelineDefinition d =
        read(
            Map.of(
                "tables.flights.path",
                folder.resolve("flights.csv").toString(),
                "tables.airports.path",
                folder.resolve("airports.json").toString()));

    assertThat(InputCheck.check(d, new Configuration())).isEmpty();
    assertThat(InputCheck.facts(d, new Configuration()))
        .extracting(InputFacts::table)
        .containsExactly("flights", "airports");
  }

  private static Neighbourhoods neighbourhoods(Map<String, String> overrides) {
    return Objects.requireNonNull(read(overrides).graph()).neighbourhoods();
  }

  private static PipelineDefinition read(Map<String, String> overrides) {
    return DefinitionReader.read(GRAPH, overrides);
  }
}
