package io.millrace.launcher.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.handoff.RunDirectory;
import io.millrace.launcher.plan.GraphRuns;
import io.millrace.launcher.plan.PlannedRun;
import io.millrace.spec.PipelineDefinition;
import io.millrace.spec.data.Ledger;
import io.millrace.spec.model.ModelSpec;
import io.millrace.spec.run.StepDone;
import io.millrace.spec.target.Task;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GraphReportTest {
  @TempDir private Path folder;
  private PlannedRun planned;
  private RunDirectory directory;

  @BeforeEach
  void run() throws IOException {
    planned = GraphRuns.in(folder).plan(GraphRuns.definition());
    directory = planned.directory();
    directory.storage().writeJson(directory.definitionFile(), planned.definition());
    directory.storage().writeJson(directory.planFile(), planned.plan());
  }

  @Test
  void tellsOfSourcesAndEdgesWhatItTellsOfTheMainTable() throws IOException {
    finish("clean-flights", ledger(1000, Map.of("delay:required", 40L)));
    finish("clean", ledger(200, Map.of()));
    finish("graph", ledger(500, Map.of("late:range", 7L, "from:reference", 3L)));

    Document page = Jsoup.parse(Report.html(FactsReader.read(directory)));

    assertThat(page.select("#data > p").first().text())
        .isEqualTo(
            "All 200 rows were kept. Of 1,000 rows of 'flights', 960 were kept and 40 rejected (4.0%)."
                + " Of 500 edges, 490 were kept and 10 rejected (2.0%)."
                + " Each rejected row is counted under its first reason.");
    assertThat(page.select(".reason > summary").eachText())
        .containsExactly(
            "flights, delay:required 40 rows 4.0% of all rows",
            "edges, late:range 7 edges 1.4% of all rows",
            "edges, from:reference 3 edges 0.60% of all rows");
    assertThat(page.select(".reason").get(1).select("li")).hasSize(5);
  }

  @Test
  void tellsWhatEachTableIsForAndWhatItIsMadeFrom() throws IOException {
    finish("clean-flights", ledger(1000, Map.of("delay:required", 40L)));

    Document page = Jsoup.parse(Report.html(FactsReader.read(directory)));

    assertThat(page.select("#data table").first().select("tbody tr").eachText())
        .containsExactly(
            "flights SQL csv 1,000 960 40 file:/data/flights.csv",
            "airports reference csv – – – file:/data/airports.csv",
            "hubs SQL csv – – – file:/data/hubs.csv",
            "unused reference csv – – – file:/data/unused.csv",
            "neighbours edges csv – – – file:/data/neighbours.csv",
            "evenings cleaning and training SQL – – – flights",
            "days SQL SQL – – – flights, hubs",
            "routes edges SQL – – – flights, days");
    assertThat(page.select("#data > p").first().text())
        .startsWith("The data were not cleaned in this run, so no row was counted. Of 1,000 rows");
  }

  @Test
  void countsGraphsWhereTheseHaveScores() throws IOException {
    PipelineDefinition definition =
        GraphRuns.definition(
            "graph.graph", "origin",
            "graph.neighbourhoods", "null",
            "models.logistic-regression", "null");
    directory.storage().writeJson(directory.definitionFile(), definition);
    ModelSpec model = definition.model("graphsage");
    org.apache.hadoop.fs.Path work = directory.freshWork("evaluate");
    directory
        .storage()
        .writeJson(
            new org.apache.hadoop.fs.Path(work, "graphsage/evaluation.json"),
            SampleEvaluation.of(model, Task.BINARY, 0, true));
    finished("evaluate", null);

    Document page = Jsoup.parse(Report.html(FactsReader.read(directory)));

    assertThat(page.select("#models caption").eachText())
        .contains("Confusion matrix: graphs of the test split");
    assertThat(page.select("#models .note").text()).contains("on 5,000 graphs of the validation");
    assertThat(page.select(".lead").text()).contains("On 51,000 graphs of the test split");
  }

  @Test
  void namesTheSeedAndTheManifestOfTheGraph() throws IOException {
    finish("graph", ledger(500, Map.of()));

    Document page = Jsoup.parse(Report.html(FactsReader.read(directory)));

    assertThat(page.select("#lineage table").eachText())
        .anySatisfy(text -> assertThat(text).contains("neighbourhoods 1"))
        .anySatisfy(
            text -> assertThat(text).contains("Data set of graph (SHA-256 of its manifest)"));
    assertThat(page.select("table").eachText())
        .anySatisfy(text -> assertThat(text).contains("graph done", "500 500 0"));
  }

  private static Ledger ledger(long rows, Map<String, Long> rejected) {
    long gone = rejected.values().stream().mapToLong(Long::longValue).sum();
    return new Ledger(rows, rows - gone, rejected, Map.of());
  }

  private void finish(String step, Ledger ledger) throws IOException {
    org.apache.hadoop.fs.Path work = directory.freshWork(step);
    if (step.equals("graph")) {
      SampleRun.rejected(new org.apache.hadoop.fs.Path(work, "rejected/part-0.snappy.parquet"));
      directory
          .storage()
          .write(
              new org.apache.hadoop.fs.Path(work, "graph.json"),
              "{}\n".getBytes(StandardCharsets.UTF_8));
    }
    finished(step, ledger);
  }

  private void finished(String step, @Nullable Ledger ledger) throws IOException {
    org.apache.hadoop.fs.Path out = directory.finishWork(step);
    directory.writeDone(
        new StepDone(
            1,
            step,
            planned.plan().step(step).fingerprint(),
            out.toString(),
            2,
            ledger,
            new StepDone.Measured(0, 0),
            null));
  }
}
