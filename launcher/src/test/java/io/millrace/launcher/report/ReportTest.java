package io.millrace.launcher.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.spec.model.TrainingRuns;
import io.millrace.spec.run.RunSummary;
import io.millrace.spec.target.Task;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
  @TempDir private Path folder;

  @Test
  void tellsTheBestModelWithItsIntervalAndVerdict() throws IOException {
    Document page = page(SampleRun.whole(folder, Task.BINARY));

    assertThat(page.select("h1").text())
        .isEqualTo("wide is the best of 3 models and passes its gate");
    assertThat(page.select(".lead").text())
        .contains("51,000 rows", "0.6800 (95% interval 0.6680 to 0.6930)", "ops/late version 4");
    assertThat(page.select(".facts").text())
        .contains("990", "10 rejected", "1 of 1 rule held, 1 passed over");
    assertThat(page.select("header .note")).isEmpty();
  }

  @Test
  void showsEachReasonWithAtMostFiveRows() throws IOException {
    Document page = page(SampleRun.whole(folder, Task.BINARY));

    assertThat(page.select(".reason > summary").eachText())
        .containsExactly(
            "late:range 7 rows 0.70% of all rows", "from:reference 3 rows 0.30% of all rows");
    assertThat(page.select(".reason").get(0).select("li")).hasSize(5);
    assertThat(page.select(".reason").get(0).select("li").get(0).text())
        .endsWith("also from:reference");
    assertThat(page.select("#data table").get(1).text()).contains("late:cast 12");
  }

  @Test
  void escapesWhatUsersWrote() throws IOException {
    String html = Report.html(FactsReader.read(SampleRun.whole(folder, Task.BINARY).directory));

    assertThat(html).doesNotContain("<script").contains("&lt;script&gt;alert(1)&lt;/script&gt;");
    Document page = Jsoup.parse(html);
    assertThat(page.select("script")).isEmpty();
    assertThat(page.select("#columns h3").get(1).text()).startsWith(SampleRun.SCRIPT);
    assertThat(page.select(".reason code").eachText())
        .anyMatch(text -> text.contains(SampleRun.SCRIPT));
    assertThat(page.select("#importance svg text").eachText()).contains(SampleRun.SCRIPT);
  }

  @Test
  void tellsOfEachTrainingAndTheirSpread() throws IOException {
    SampleRun run = new SampleRun(folder, Task.BINARY);
    run.runs =
        List.of(
            training("s1", 5, 0.25, 0.5),
            training("s1", 6, 0.75, 0.6),
            training("s2", 5, 0.5, 0.8),
            training("s2", 6, 0.5, 0.9));
    run.trainings();

    Document page = page(run);

    Element table = page.select("#training > .scroll > table").first();
    assertThat(table.select("caption").text())
        .isEqualTo("All 4 trainings of wide, with mean and standard deviation");
    assertThat(table.select("thead th").eachText())
        .containsExactly(
            "Training",
            "Epochs",
            "Best epoch",
            "Validation loss",
            "Validation accuracy",
            "Test accuracy, best epoch",
            "Test accuracy, last epoch");
    assertThat(table.select("tbody tr").eachText())
        .containsExactly(
            "split s1, seed 5shipped 20 12 0.2500 0.9000 0.5000 0.4000",
            "split s1, seed 6 20 12 0.7500 0.9000 0.6000 0.5000",
            "split s1mean and deviation – – 0.5000± 0.3536 0.9000± 0.0000 0.5500± 0.0707 0.4500± 0.0707",
            "split s2, seed 5 20 12 0.5000 0.9000 0.8000 0.7000",
            "split s2, seed 6 20 12 0.5000 0.9000 0.9000 0.8000",
            "split s2mean and deviation – – 0.5000± 0.0000 0.9000± 0.0000 0.8500± 0.0707 0.7500± 0.0707",
            "allmean and deviation – – 0.5000± 0.2041 0.9000± 0.0000 0.7000± 0.1826 0.6000± 0.1826");
  }

  private static TrainingRuns.Run training(String split, long seed, double loss, double test) {
    return new TrainingRuns.Run(
        split,
        seed,
        20,
        12,
        loss,
        Map.of("accuracy", 0.9),
        Map.of("accuracy", test),
        Map.of("accuracy", test - 0.1));
  }

  @Test
  void canBeReadWithoutSeeingIt() throws IOException {
    Document page = page(SampleRun.whole(folder, Task.BINARY));

    assertThat(page.select("html[lang]")).hasSize(1);
    assertThat(page.select("main, nav[aria-label], header, footer")).hasSize(4);
    assertThat(page.select("h1")).hasSize(1);
    assertThat(page.select("[role=img]")).hasSizeGreaterThan(7).allSatisfy(this::isLabelled);
    assertThat(page.select("figure"))
        .hasSize(8)
        .allMatch(f -> !f.select("details table").isEmpty());
    assertThat(page.select("table"))
        .allMatch(table -> table.select("> caption").hasText())
        .allMatch(table -> table.select("th:not([scope])").isEmpty());
    assertThat(page.select("[id]").eachAttr("id")).doesNotHaveDuplicates();
    assertThat(page.select("nav a").eachAttr("href"))
        .hasSize(9)
        .allMatch(link -> page.getElementById(link.substring(1)) != null);
  }

  private void isLabelled(Element image) {
    String names = image.attr("aria-labelledby");
    String label = names.isEmpty() ? image.attr("aria-label") : image.select("#" + names).text();
    assertThat(label).isNotBlank();
  }

  @Test
  void needsNothingElse() throws IOException {
    String html = Report.html(FactsReader.read(SampleRun.whole(folder, Task.BINARY).directory));
    Document page = Jsoup.parse(html);

    assertThat(page.select("meta[http-equiv=Content-Security-Policy]").attr("content"))
        .startsWith("default-src 'none'; style-src 'unsafe-inline'");
    assertThat(page.select("[src], link, iframe, object, a:not([href^=#])")).isEmpty();
    assertThat(html).doesNotContain("url(http", "@import", "xlink:href");
    assertThat(html.length()).isLessThan(600_000);
  }

  @Test
  void drawsInColoursOfThePageWithTextAsText() throws IOException {
    Document page = page(SampleRun.whole(folder, Task.BINARY));

    Element roc = page.select("#curves svg").get(0);
    assertThat(roc.select("text").eachText()).contains("wide", "False positive rate", "wide 0.680");
    assertThat(roc.html()).contains("var(--s1)", "var(--s3)").doesNotContain("rgb(11,83,148)");
    assertThat(page.select("#training figure h3").eachText())
        .containsExactly("Training by epoch", "Training by iteration");
  }

  @Test
  void judgesStepsAgainstTheEstimateAndNamesTheRunThatTheyCameFrom() throws IOException {
    Document page = page(SampleRun.whole(folder, Task.BINARY));

    assertThat(page.select("#steps tbody tr").get(1).text())
        .contains("features", "skipped", "output of run 20260101-000000-0badcafe", "150 MB");
    assertThat(page.select("#steps tbody").text())
        .containsPattern("estimate [\\d.]+ [kMG]?B, [\\d.]+ × (over|under)");
  }

  @Test
  void saysWhyARunFailedAndShowsWhatThereIs() throws IOException {
    SampleRun run = new SampleRun(folder, Task.BINARY);
    run.clean();
    run.summary(RunSummary.FAILED, "features");
    run.log(
        "noise\n@millrace {\"event\":\"error\",\"step\":\"features\",\"message\":\"Cannot fit: no <rows>.\"}\n");

    Document page = page(run);

    assertThat(page.select("h1").text()).isEqualTo("The run failed in step features");
    assertThat(page.select(".error pre").text()).isEqualTo("Cannot fit: no <rows>.");
    assertThat(page.select("#models").text()).contains("No model was measured");
    assertThat(page.select("#training .note, #slices .note, #importance .note, #curves .note"))
        .hasSize(4);
    assertThat(page.select("#columns article")).hasSize(2);
  }

  @Test
  void aRejectedModelIsVisiblySo() throws IOException {
    SampleRun run = new SampleRun(folder, Task.BINARY);
    run.clean();
    run.trainings();
    run.evaluate(false);
    run.publish("rejected");
    run.summary(RunSummary.SUCCEEDED, "none");

    Document page = page(run);

    assertThat(page.select("h1").text())
        .isEqualTo("wide is the best of 3 models, but fails its gate");
    assertThat(page.select(".lead .verdict").text()).isEqualTo("gate failed");
    assertThat(page.select("article.rejected")).hasSize(3);
    assertThat(page.select("#models td.bad").eachText()).contains("✗ broken");
  }

  @Test
  void aRegressionHasNoRocButAllThatFits() throws IOException {
    Document page = page(SampleRun.whole(folder, Task.REGRESSION));

    assertThat(page.select("#curves .note").text()).contains("this one is a number");
    assertThat(page.select("#curves figure h3").eachText()).containsExactly("Calibration");
    assertThat(page.select("#models table").get(0).text()).contains("RMSE", "30.4000");
    assertThat(page.select("#slices figure")).hasSize(2);
    assertThat(page.select("#models caption").eachText()).noneMatch(c -> c.startsWith("Confusion"));
  }

  @Test
  void readsFilesFromBeforeThereWereCurvesAndImportance() throws IOException {
    SampleRun run = SampleRun.whole(folder, Task.BINARY);
    Path evaluate = Path.of(run.directory.step("evaluate").toUri().getPath(), "out");
    for (String model : List.of("logistic-regression", "wide", "trees")) {
      Path file = evaluate.resolve(model + "/evaluation.json");
      var tree =
          (com.fasterxml.jackson.databind.node.ObjectNode)
              new com.fasterxml.jackson.databind.ObjectMapper().readTree(file.toFile());
      tree.remove(List.of("curves", "importance", "importanceSample", "comparisons"));
      Files.writeString(file, tree.toString());
      // Hadoop's checksum is of the old content.
      Files.deleteIfExists(file.resolveSibling(".evaluation.json.crc"));
    }

    Document page = page(run);

    assertThat(page.select("#curves .note").text()).startsWith("This run kept no points");
    assertThat(page.select("#importance .note").text())
        .isEqualTo("The importance of columns was not measured.");
    assertThat(page.select("#models article")).hasSize(3);
  }

  @Test
  void saysWhatCouldNotBeRead() throws IOException {
    SampleRun run = SampleRun.whole(folder, Task.BINARY);
    Path rejected = Path.of(run.directory.step("clean").toUri().getPath(), "out/rejected");
    Files.writeString(rejected.resolve("part-0.snappy.parquet"), "no Parquet");

    Document page = page(run);

    assertThat(page.select("header .note").text()).startsWith("Not shown: ");
    assertThat(page.select(".reason").text()).contains("7 rows", "No example could be read.");
  }

  @Test
  void aReportThatCannotBeMadeDoesNotFailTheRun() throws IOException {
    SampleRun run = SampleRun.whole(folder, Task.BINARY);
    run.directory.storage().write(run.directory.definitionFile(), new byte[] {'{'});
    StringWriter err = new StringWriter();

    Report.tryWrite(run.directory, new PrintWriter(err, true));

    assertThat(err.toString())
        .startsWith("Cannot write the report of run '")
        .contains("millrace report");
    assertThat(
            run.directory
                .storage()
                .exists(new org.apache.hadoop.fs.Path(run.directory.root(), Report.FILE)))
        .isFalse();
  }

  private static Document page(SampleRun run) throws IOException {
    Report.write(run.directory);
    Path file = Path.of(run.directory.root().toUri().getPath(), Report.FILE);
    return Jsoup.parse(Files.readString(file));
  }
}
