package io.millrace.server.mlflow;

import io.millrace.catalog.ModelEntry;
import io.millrace.catalog.VersionEntry;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** {@code model-versions/search}. */
final class VersionSearch {
  private static final Comparator<Hit> BY_NAME = Comparator.comparing(hit -> hit.model().name());
  private static final Comparator<Hit> BY_NUMBER =
      Comparator.comparingInt(hit -> hit.version().version());
  private static final Comparator<Hit> BY_TIME = Comparator.comparingLong(Hit::createdMillis);
  private static final Map<String, Comparator<Hit>> ORDERS =
      Map.of(
          "name", BY_NAME,
          "version_number", BY_NUMBER,
          "creation_timestamp", BY_TIME,
          "last_updated_timestamp", BY_TIME);
  private static final Set<String> KEYS = Set.of("name", "version_number", "run_id", "source_path");

  private VersionSearch() {}

  /** A version with its model. */
  record Hit(ModelEntry model, VersionEntry version, long createdMillis) {
    Hit(ModelEntry model, VersionEntry version) {
      this(model, version, Views.createdMillis(version));
    }

    String identity() {
      return model.name() + " " + version.version();
    }
  }

  static Page<Hit> page(List<ModelEntry> readable, Paging paging) {
    Predicate<Hit> filter =
        Filter.parse(paging.filter(), KEYS, Set.of("version_number"), VersionSearch::fields);
    // MLflow's own order: newest first, then by name, then the highest number.
    List<String> clauses =
        paging.orderBy().isEmpty() ? List.of("last_updated_timestamp DESC") : paging.orderBy();
    Comparator<Hit> order =
        Order.parse(clauses, ORDERS, BY_NAME.thenComparing(BY_NUMBER.reversed()));
    List<Hit> found =
        readable.stream()
            .flatMap(model -> model.versions().stream().map(version -> new Hit(model, version)))
            .filter(filter)
            .sorted(order)
            .toList();
    return Page.of(
        paging.query(),
        found,
        order,
        Hit::identity,
        identity -> find(readable, identity),
        paging.token(),
        paging.size());
  }

  private static Optional<Hit> find(List<ModelEntry> models, String identity) {
    int space = identity.indexOf(' ');
    if (space < 0 || !identity.substring(space + 1).matches("\\d{1,9}")) {
      return Optional.empty();
    }
    int number = Integer.parseInt(identity.substring(space + 1));
    return models.stream()
        .filter(model -> model.name().equals(identity.substring(0, space)))
        .findFirst()
        .flatMap(model -> model.version(number).map(version -> new Hit(model, version)));
  }

  private static Function<String, @Nullable String> fields(Hit hit) {
    VersionEntry version = hit.version();
    return key ->
        switch (key) {
          case "name" -> ModelName.toClient(version.name());
          case "version_number" -> Integer.toString(version.version());
          case "run_id" -> Views.runId(version);
          case "source_path" -> Views.source(version);
          default -> Views.tags(version).get(key.substring("tags.".length()));
        };
  }
}
