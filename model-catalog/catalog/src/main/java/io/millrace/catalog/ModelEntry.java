package io.millrace.catalog;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A model with all its versions.
 *
 * @param name {@code team/model}
 * @param created ISO-8601 in UTC, when its first version was published
 * @param versions in order of their numbers: 1, 2, 3...
 * @param aliases the version number that each alias points to
 * @param description empty if there is none
 * @param tags by name
 */
public record ModelEntry(
    String name,
    String created,
    List<VersionEntry> versions,
    Map<String, Integer> aliases,
    String description,
    Map<String, String> tags) {
  public ModelEntry {
    versions = List.copyOf(versions);
    aliases = Collections.unmodifiableMap(new TreeMap<>(aliases));
    tags = Collections.unmodifiableMap(new TreeMap<>(tags));
  }

  static ModelEntry empty(String name, String created) {
    return new ModelEntry(name, created, List.of(), Map.of(), "", Map.of());
  }

  /** The first part of its name. */
  public String team() {
    return Names.team(name);
  }

  /** The version with this number, if there is one. */
  public Optional<VersionEntry> version(int number) {
    return number >= 1 && number <= versions.size()
        ? Optional.of(versions.get(number - 1))
        : Optional.empty();
  }

  /** The aliases that point to a version, sorted. */
  public List<String> aliasesOf(int version) {
    return aliases.entrySet().stream()
        .filter(alias -> alias.getValue() == version)
        .map(Map.Entry::getKey)
        .toList();
  }

  Optional<VersionEntry> versionOfRun(String runId) {
    return versions.stream().filter(version -> version.runId().equals(runId)).findFirst();
  }

  /** With one version more, or with one in the place of that with its number. */
  ModelEntry with(VersionEntry version) {
    List<VersionEntry> changed = new ArrayList<>(versions);
    if (version.version() > versions.size()) {
      changed.add(version);
    } else {
      changed.set(version.version() - 1, version);
    }
    return new ModelEntry(name, created, changed, aliases, description, tags);
  }

  ModelEntry with(String alias, @Nullable Integer version) {
    Map<String, Integer> moved = new TreeMap<>(aliases);
    if (version == null) {
      moved.remove(alias);
    } else {
      moved.put(alias, version);
    }
    return new ModelEntry(name, created, versions, moved, description, tags);
  }

  ModelEntry withDescription(String text) {
    return new ModelEntry(name, created, versions, aliases, text, tags);
  }

  ModelEntry withTag(String key, @Nullable String value) {
    Map<String, String> changed = VersionEntry.changed(tags, key, value);
    return new ModelEntry(name, created, versions, aliases, description, changed);
  }
}
