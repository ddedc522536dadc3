package io.millrace.catalog;

import io.millrace.catalog.Action.AddVersion;
import io.millrace.catalog.Action.MoveAlias;
import io.millrace.catalog.Action.RegisterModel;
import io.millrace.catalog.CatalogException.Reason;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.hadoop.fs.FSError;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Publishes: uploads, reads back, then commits; until the commit nobody can see anything. */
final class Publisher {
  static final String APPROVED = "auto-approved: gate passed";

  private static final Logger LOG = LoggerFactory.getLogger(Publisher.class);

  private final CommitLog log;
  private final ArtifactStore store;

  Publisher(CommitLog log, ArtifactStore store) {
    this.log = log;
    this.store = store;
  }

  PublishResult publish(Publication publication) {
    Optional<VersionEntry> earlier = published(log.latest(), publication);
    if (earlier.isPresent()) {
      return new PublishResult(earlier.get(), false);
    }
    String dataId = UUID.randomUUID().toString();
    String manifestSha256 = upload(publication, dataId);
    CatalogState state = commit(publication, dataId, manifestSha256);
    VersionEntry version = published(state, publication).orElseThrow();
    boolean created = version.dataId().equals(dataId);
    if (!created) {
      discard(dataId);
    }
    LOG.info(
        "{} {} version {} ({})",
        created ? "Published" : "Found",
        version.name(),
        version.version(),
        version.status());
    return new PublishResult(version, created);
  }

  private static Optional<VersionEntry> published(CatalogState state, Publication publication) {
    return state
        .model(publication.model())
        .flatMap(model -> model.versionOfRun(publication.runId()));
  }

  /** The digest of the manifest of what was uploaded; on failure nothing is left behind. */
  private String upload(Publication publication, String dataId) {
    List<Manifest.Item> items = new ArrayList<>();
    publication
        .files()
        .forEach((path, source) -> items.add(write(publication, dataId, path, source)));
    byte[] manifest = new Manifest(Manifest.VERSION, items).encode();
    return write(publication, dataId, ArtifactNames.MANIFEST, ArtifactSource.of(manifest)).sha256();
  }

  private Manifest.Item write(
      Publication publication, String dataId, String path, ArtifactSource source) {
    try {
      Manifest.Item written = store.write(dataId, path, source);
      Manifest.Item found = store.digest(dataId, path);
      if (!found.equals(written)) {
        throw new IOException("it reads back as %s (expected %s)".formatted(found, written));
      }
      return written;
    } catch (IOException | RuntimeException | FSError e) {
      // Hadoop's local file system reports a full disk as an Error.
      discard(dataId);
      throw new CatalogException(
          Reason.STORAGE,
          "Cannot publish model '%s' of run '%s': file '%s' cannot be copied to the catalog: %s. Nothing was published: once this is mended, publish again."
              .formatted(publication.model(), publication.runId(), path, e.getMessage()),
          e);
    }
  }

  private CatalogState commit(Publication publication, String dataId, String manifestSha256) {
    try {
      return log.commit(
          publication.actor(), state -> actions(state, publication, dataId, manifestSha256));
    } catch (CatalogException e) {
      // After a storage failure the entry may be there all the same, and would need its data.
      if (e.reason() == Reason.CONTENTION) {
        discard(dataId);
      }
      throw e;
    }
  }

  private static List<Action> actions(
      CatalogState state, Publication publication, String dataId, String manifestSha256) {
    if (published(state, publication).isPresent()) {
      return List.of();
    }
    String name = publication.model();
    List<Action> actions = new ArrayList<>();
    ModelEntry model = state.model(name).orElse(new ModelEntry(name, List.of(), Map.of()));
    if (state.model(name).isEmpty()) {
      actions.add(new RegisterModel(name));
    }
    int number = model.versions().size() + 1;
    actions.add(version(publication, number, dataId, manifestSha256));
    if (publication.accepted()) {
      publication.aliases().stream()
          .map(alias -> new MoveAlias(name, alias, number, model.aliases().get(alias), APPROVED))
          .forEach(actions::add);
    }
    return actions;
  }

  private static AddVersion version(
      Publication publication, int number, String dataId, String manifestSha256) {
    return new AddVersion(
        publication.model(),
        number,
        publication.runId(),
        dataId,
        manifestSha256,
        publication.accepted() ? VersionEntry.PUBLISHED : VersionEntry.REJECTED,
        publication.metrics(),
        publication.tags());
  }

  /** Leftovers harm nobody, so failing to remove them must not hide why they are there. */
  private void discard(String dataId) {
    try {
      store.delete(dataId);
    } catch (IOException | RuntimeException e) {
      LOG.warn("Cannot remove unpublished data {}; verify lists it as an orphan", dataId, e);
    }
  }
}
