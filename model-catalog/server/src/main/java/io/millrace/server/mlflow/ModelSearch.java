package io.millrace.server.mlflow;

import io.millrace.catalog.ModelEntry;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** {@code registered-models/search}. */
final class ModelSearch {
  private static final Comparator<ModelEntry> BY_NAME = Comparator.comparing(ModelEntry::name);
  private static final Map<String, Comparator<ModelEntry>> ORDERS =
      Map.of(
          "name", BY_NAME,
          "creation_timestamp", Comparator.comparingLong(Views::createdMillis),
          "last_updated", Comparator.comparingLong(Views::updatedMillis),
          "last_updated_timestamp", Comparator.comparingLong(Views::updatedMillis));

  private ModelSearch() {}

  static Page<ModelEntry> page(List<ModelEntry> readable, Paging paging) {
    Predicate<ModelEntry> filter =
        Filter.parse(paging.filter(), Set.of("name"), Set.of(), ModelSearch::fields);
    Comparator<ModelEntry> order = Order.parse(paging.orderBy(), ORDERS, BY_NAME);
    List<ModelEntry> found = readable.stream().filter(filter).sorted(order).toList();
    return Page.of(
        paging.query(),
        found,
        order,
        ModelEntry::name,
        name -> find(readable, name),
        paging.token(),
        paging.size());
  }

  private static Optional<ModelEntry> find(List<ModelEntry> models, String name) {
    return models.stream().filter(model -> model.name().equals(name)).findFirst();
  }

  private static Function<String, @Nullable String> fields(ModelEntry model) {
    return key ->
        key.equals("name")
            ? ModelName.toClient(model.name())
            : model.tags().get(key.substring("tags.".length()));
  }
}
