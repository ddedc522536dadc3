package io.millrace.catalog;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A model with all its versions.
 *
 * @param name {@code team/model}
 * @param versions in order of their numbers: 1, 2, 3...
 * @param aliases the version number that each alias points to
 */
public record ModelEntry(String name, List<VersionEntry> versions, Map<String, Integer> aliases) {
  public ModelEntry {
    versions = List.copyOf(versions);
    aliases = Collections.unmodifiableMap(new TreeMap<>(aliases));
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

  ModelEntry with(VersionEntry version) {
    List<VersionEntry> longer = new ArrayList<>(versions);
    longer.add(version);
    return new ModelEntry(name, longer, aliases);
  }

  ModelEntry with(String alias, int version) {
    Map<String, Integer> moved = new TreeMap<>(aliases);
    moved.put(alias, version);
    return new ModelEntry(name, versions, moved);
  }
}
