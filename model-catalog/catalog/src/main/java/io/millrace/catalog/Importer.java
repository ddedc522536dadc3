package io.millrace.catalog;

import io.millrace.catalog.Action.AddVersion;
import io.millrace.catalog.Action.MoveAlias;
import io.millrace.catalog.Action.RegisterModel;
import io.millrace.catalog.Action.ReviseCard;
import io.millrace.catalog.CatalogException.Reason;
import io.millrace.catalog.access.Operation;
import io.millrace.catalog.access.Question;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * Adds the versions of an export that the catalog does not have, all in one entry. A version is
 * known by its run: one of the same run and the same files is there already. Approvals stay behind:
 * those who gave them have no say here. Used once.
 */
final class Importer {
  private final Site site;
  private final Writer writer;
  private final Uploader uploader;
  private final Map<String, Uploaded> uploads = new TreeMap<>();

  Importer(Site site, Writer writer, String what) {
    this.site = site;
    this.writer = writer;
    this.uploader = new Uploader(site.store(), what);
  }

  /** A folder that was copied, by the id that it had. */
  private record Uploaded(String dataId, String manifestSha256) {}

  ImportResult run(ExportFile file) throws IOException {
    Export export = file.export();
    for (VersionEntry version : missing(site.log().latest(), export)) {
      upload(file, version.dataId());
      for (CardRevision card : version.cards()) {
        upload(file, card.dataId());
      }
    }
    CatalogState state =
        writer.commit(
            Operation.PUBLISH,
            export.model().name(),
            null,
            current -> {
              uploads.values().forEach(upload -> uploader.requireKept(current, upload.dataId()));
              return actions(current, export);
            });
    return result(state, export);
  }

  private ImportResult result(CatalogState state, Export export) {
    List<Integer> created =
        state.model(export.model().name()).orElseThrow().versions().stream()
            .filter(version -> uploaded(version.dataId()))
            .map(VersionEntry::version)
            .toList();
    if (created.isEmpty()) {
      discard();
    }
    return new ImportResult(
        export.model().name(), created, export.model().versions().size() - created.size());
  }

  private boolean uploaded(String dataId) {
    return uploads.values().stream().anyMatch(upload -> upload.dataId().equals(dataId));
  }

  /** Takes away what was copied for nothing. */
  void discard() {
    uploads.values().forEach(upload -> uploader.discard(upload.dataId()));
  }

  private void upload(ExportFile file, String from) throws IOException {
    String dataId = UUID.randomUUID().toString();
    uploads.put(from, new Uploaded(dataId, uploader.upload(dataId, file.files(from))));
  }

  private static List<VersionEntry> missing(CatalogState state, Export export) {
    return export.model().versions().stream()
        .filter(version -> !isThere(state, export, version))
        .toList();
  }

  private static boolean isThere(CatalogState state, Export export, VersionEntry version) {
    Optional<VersionEntry> same =
        state.model(version.name()).flatMap(model -> model.versionOfRun(version.runId()));
    if (same.isEmpty()) {
      return false;
    }
    String found = state.manifestSha256(same.get().dataId());
    if (!found.equals(export.manifests().get(version.dataId()))) {
      throw new CatalogException(
          Reason.REFUSED,
          "Cannot import version %d of '%s': run '%s' has made version %d here, with other files (expected the same, or none of that run)."
              .formatted(version.version(), version.name(), version.runId(), same.get().version()));
    }
    return true;
  }

  private List<Action> actions(CatalogState state, Export export) {
    List<VersionEntry> missing = missing(state, export);
    if (missing.isEmpty()) {
      return List.of();
    }
    String name = export.model().name();
    List<Action> actions = new ArrayList<>();
    boolean isNew = state.model(name).isEmpty();
    if (isNew) {
      actions.add(new RegisterModel(name));
    }
    int next = state.model(name).map(model -> model.versions().size()).orElse(0) + 1;
    Map<Integer, Integer> numbers = new TreeMap<>();
    for (VersionEntry version : missing) {
      numbers.put(version.version(), next);
      actions.addAll(version(export, version, next++));
    }
    if (isNew) {
      actions.addAll(aliases(state, export, numbers));
      if (!export.model().description().isEmpty()) {
        actions.add(new Action.Describe(name, null, export.model().description()));
      }
      export
          .model()
          .tags()
          .forEach((key, value) -> actions.add(new Action.SetTag(name, null, key, value)));
    }
    actions.add(
        new Action.ImportHistory(
            name,
            "%s, entry %d (%s)"
                .formatted(export.catalog(), export.sequence(), export.entrySha256()),
            export.history().stream().filter(entry -> tells(entry, isNew, numbers)).toList()));
    return actions;
  }

  private static boolean tells(HistoryEntry entry, boolean isNew, Map<Integer, Integer> numbers) {
    return entry.version() == null ? isNew : numbers.containsKey(entry.version());
  }

  private List<Action> version(Export export, VersionEntry version, int number) {
    Uploaded files = uploads.get(version.dataId());
    List<Action> actions = new ArrayList<>();
    boolean useful = !version.rejected() && !version.declined();
    actions.add(
        new AddVersion(
            version.name(),
            number,
            version.runId(),
            files.dataId(),
            files.manifestSha256(),
            useful ? VersionEntry.PUBLISHED : VersionEntry.REJECTED,
            version.metrics(),
            version.tags(),
            new Origin(
                export.catalog(),
                version.version(),
                version.created(),
                version.subject().publishers(),
                export.entries().get(version.version() - 1))));
    if (!version.description().isEmpty()) {
      actions.add(new Action.Describe(version.name(), number, version.description()));
    }
    for (CardRevision card : version.cards()) {
      Uploaded text = uploads.get(card.dataId());
      actions.add(
          new ReviseCard(
              version.name(),
              number,
              card.revision(),
              text.dataId(),
              text.manifestSha256(),
              "%s (%s on %s)".formatted(card.reason(), card.by(), card.time())));
    }
    return actions;
  }

  /** Where the model is new. What needs an approval waits for it as the candidate. */
  private static List<Action> aliases(
      CatalogState state, Export export, Map<Integer, Integer> numbers) {
    Map<String, Integer> targets = new TreeMap<>();
    export
        .model()
        .aliases()
        .forEach(
            (alias, number) -> {
              if (!state.policy().needsApproval(alias)) {
                targets.put(alias, numbers.get(number));
              }
            });
    export
        .model()
        .aliases()
        .forEach(
            (alias, number) -> {
              if (state.policy().needsApproval(alias)) {
                targets.putIfAbsent(Aliases.CANDIDATE, numbers.get(number));
              }
            });
    return targets.entrySet().stream()
        .<Action>map(
            target ->
                new MoveAlias(
                    export.model().name(), target.getKey(), target.getValue(), null, "imported"))
        .toList();
  }

  /** Versions of an export stand in their order, as those of a catalog do. */
  static void requireWhole(Export export) {
    List<Integer> expected =
        IntStream.rangeClosed(1, export.model().versions().size()).boxed().toList();
    List<Integer> found = export.model().versions().stream().map(VersionEntry::version).toList();
    if (!found.equals(expected) || export.entries().size() != expected.size()) {
      throw new CatalogException(
          Reason.DAMAGED,
          "Cannot import '%s': it has versions %s and %d entries (expected versions from 1 on, an entry each)."
              .formatted(export.model().name(), found, export.entries().size()));
    }
  }

  static ImportResult of(Site site, Writer writer, Path path) {
    try (ExportFile file = ExportFile.open(path)) {
      requireWhole(file.export());
      String name = file.export().model().name();
      String what = "import '%s' from '%s'".formatted(name, path);
      Question question = Question.of(Operation.PUBLISH, Names.team(name));
      writer.require(site.log().latest(), question, name, what);
      Importer importer = new Importer(site, writer, what);
      try {
        return importer.run(file);
      } catch (CatalogException e) {
        if (e.reason() != Reason.STORAGE) {
          importer.discard();
        }
        throw e;
      }
    } catch (IOException e) {
      throw new CatalogException(
          Reason.STORAGE, "Cannot import '%s': %s.".formatted(path, e.getMessage()), e);
    }
  }
}
