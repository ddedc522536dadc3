package io.millrace.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.catalog.Lifecycle;
import io.millrace.catalog.ModelEntry;
import io.millrace.catalog.VersionEntry;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SearchTest {
  private static final VersionEntry VERSION =
      new VersionEntry(
          "ops/flight-delay",
          1,
          VersionEntry.PUBLISHED,
          "2026-01-01T00:00:00Z",
          "ann",
          "run-1",
          "data-1",
          Map.of(),
          Map.of("engine", "bigdl"),
          "With snow",
          Lifecycle.ACTIVE,
          List.of(),
          List.of(),
          null);
  private static final ModelEntry MODEL =
      new ModelEntry(
          "ops/flight-delay",
          "",
          List.of(VERSION),
          Map.of(),
          "Delays of 15 minutes",
          Map.of("owner", "Ops Team"));

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "FLIGHT", "ops/flight", "minutes 15", "engine=bigdl", "snow", "ops team"})
  void finds(String query) {
    assertThat(Search.of(query).matches(MODEL)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"weather", "flight weather", "engine=mllib", ".*"})
  void doesNotFind(String query) {
    assertThat(Search.of(query).matches(MODEL)).isFalse();
  }
}
