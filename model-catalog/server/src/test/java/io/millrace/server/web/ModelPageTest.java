package io.millrace.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.catalog.Lifecycle;
import io.millrace.catalog.Metric;
import io.millrace.catalog.ModelEntry;
import io.millrace.catalog.VersionEntry;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ModelPageTest {
  private static final ModelEntry MANY = model("ops/delay", 10_000);

  private static ModelEntry model(String name, int versions) {
    return new ModelEntry(
        name,
        "2026-01-01T00:00:00Z",
        IntStream.rangeClosed(1, versions).mapToObj(n -> version(name, n)).toList(),
        Map.of("champion", versions),
        "",
        Map.of());
  }

  private static VersionEntry version(String name, int number) {
    return new VersionEntry(
        name,
        number,
        VersionEntry.PUBLISHED,
        "2026-01-01T00:00:00Z",
        "ann",
        "run-" + number,
        "data-" + number,
        Map.of("rocAuc", new Metric(0.6, 0.5, 0.7), "aMetric", new Metric(1, 1, 1)),
        Map.of(),
        "",
        Lifecycle.ACTIVE,
        List.of(),
        List.of(),
        null);
  }

  private static ModelPage page(String number) {
    return ModelPage.of(MANY, List.of(MANY, model("ops/other", 9990)), number, "rmse");
  }

  @Test
  void showsEveryVersionOnOnePage() {
    Set<Integer> seen = new HashSet<>();
    for (int number = 1; number <= 200; number++) {
      page(Integer.toString(number)).versions().forEach(version -> seen.add(version.version()));
    }
    assertThat(seen).hasSize(10_000);
    assertThat(page("").versions().get(0).version()).isEqualTo(10_000);
    assertThat(page("200").versions().get(49).version()).isEqualTo(1);
  }

  @Test
  void plotsThoseOnThePageAndThoseBefore() {
    assertThat(page("1").plot().dots()).hasSize(100);
    assertThat(page("1").plot().description()).contains("newest 0.6000 in version 10000");
    assertThat(page("200").plot().dots()).hasSize(50);
  }

  @Test
  void plotsAMetricThatThereIs() {
    assertThat(page("1").metrics()).containsExactly("rocAuc", "aMetric");
    assertThat(page("1").plot().metric()).isEqualTo("rocAuc");
    assertThat(page("2").pager().to(3)).isEqualTo("/models/ops/delay?metric=rocAuc&page=3");
    assertThat(ModelPage.of(MANY, List.of(), "1", "aMetric").plot().metric()).isEqualTo("aMetric");
  }

  @Test
  void namesOtherModelsOfTheSameRuns() {
    assertThat(page("1").relatives()).containsExactly(new ModelPage.Relative("ops/other", 9990));
    assertThat(ModelPage.of(MANY, List.of(MANY, model("ops/old", 5)), "1", "").relatives())
        .isEmpty();
  }
}
