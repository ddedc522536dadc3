package io.millrace.jobs.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.jobs.TestRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The documented example of nodes of several kinds, on a few rows. */
@Tag("full")
class DocumentedNodesIT {
  private static final Pattern EXAMPLE =
      Pattern.compile("### Nodes of several kinds.*?```hocon\n(.*?)```", Pattern.DOTALL);

  @TempDir Path folder;

  private String definition() throws Exception {
    String page =
        Files.readString(Path.of(System.getProperty("millrace.home", ".."), "docs/definition.md"));
    Matcher example = EXAMPLE.matcher(page);
    assertThat(example.find()).isTrue();
    return example.group(1).replace("\"in/", "\"" + folder + "/in/");
  }

  private void write(String name, List<String> lines) throws Exception {
    Files.write(Files.createDirectories(folder.resolve("in")).resolve(name), lines);
  }

  @Test
  void nodesOfTwoKindsAreOneGraph() throws Exception {
    List<String> people = new ArrayList<>(List.of("name,born,part,pays"));
    for (int i = 0; i < 12; i++) {
      String part = i < 6 ? "train" : i < 9 ? "valid" : "test";
      people.add("%d,%d,%s,%s".formatted(i, 1960 + i, part, i % 2 == 0));
    }
    write("people.csv", people);
    write("shops.csv", List.of("name,size", "1,10.5", "2,3"));
    write("visits.csv", List.of("person,shop", "1,1", "1,1", "1,2", "2,2", ",2", "3,9"));

    TestRun run = TestRun.of(folder, definition());
    for (String step : List.of("clean-visits", "clean", "features", "graph")) {
      run.step(step);
    }

    var manifest = GraphFiles.manifest(run);
    assertThat(manifest.nodes()).isEqualTo(14);
    assertThat(manifest.splits()).containsEntry("other", 2L).containsEntry("train", 6L);
    assertThat(manifest.edgesByTable()).isEqualTo(Map.of("visited", 6L));
    assertThat(run.directory().done("clean-visits").orElseThrow().ledger().rejected())
        .isEqualTo(Map.of("person:required", 1L));
    assertThat(run.directory().done("graph").orElseThrow().ledger().rejected())
        .isEqualTo(Map.of("visited:unknown-target", 1L));
    Map<String, Long> ids = GraphFiles.ids(run);
    Row twice =
        GraphFiles.read(run, "edges")
            .where("weight = 2 and source = " + ids.get("person 1"))
            .first();
    assertThat(twice.<Long>getAs("target")).isEqualTo(ids.get("shop 1"));
    assertThat(ids).hasSize(14).containsKeys("person 2", "shop 2");
  }
}
