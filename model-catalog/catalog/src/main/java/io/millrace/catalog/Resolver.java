package io.millrace.catalog;

import io.millrace.catalog.CatalogException.Reason;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Finds what a name or reference stands for in a state, and says what is near if it is not there.
 * What must not be read is not there.
 */
final class Resolver {
  private final String where;
  private final CatalogState state;
  private final ReadAccess access;

  /**
   * @param where names the catalog in errors
   */
  Resolver(String where, CatalogState state, ReadAccess access) {
    this.where = where;
    this.state = state;
    this.access = access;
  }

  List<ModelEntry> models() {
    return state.models().values().stream().filter(model -> access.allows(model.name())).toList();
  }

  ModelEntry model(String name) {
    Optional<ModelEntry> model = state.model(name);
    if (model.isPresent() && access.allows(name)) {
      return model.get();
    }
    List<String> known = models().stream().map(ModelEntry::name).toList();
    CatalogException missing =
        missing("model '" + name + "'", "the catalog has none of that name", "models", name, known);
    if (model.isPresent()) {
      access.refused(name, missing);
    }
    throw missing;
  }

  VersionEntry version(String reference) {
    Reference parsed = Reference.parse(reference);
    ModelEntry model = model(parsed.model());
    if (parsed.version() != null) {
      return version(model, parsed.version());
    }
    Integer number = model.aliases().get(parsed.alias());
    if (number == null) {
      throw missing(
          "'" + reference + "'",
          "model '" + model.name() + "' has no alias '" + parsed.alias() + "'",
          "aliases",
          parsed.alias(),
          model.aliases().keySet());
    }
    return version(model, number);
  }

  VersionEntry version(ModelEntry model, int number) {
    return model
        .version(number)
        .orElseThrow(
            () ->
                new CatalogException(
                    Reason.NOT_FOUND,
                    "Cannot find version %d of '%s' in %s (expected 1 to %d)."
                        .formatted(number, model.name(), where, model.versions().size())));
  }

  private CatalogException missing(
      String what, String found, String kind, String name, Collection<String> known) {
    return new CatalogException(
        Reason.NOT_FOUND,
        "Cannot find %s in %s: %s.%s"
            .formatted(what, where, found, Nearest.sentence(kind, name, known)));
  }
}
