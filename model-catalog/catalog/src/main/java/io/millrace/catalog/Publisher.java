package io.millrace.catalog;

import io.millrace.catalog.Action.AddVersion;
import io.millrace.catalog.Action.MoveAlias;
import io.millrace.catalog.Action.RegisterModel;
import io.millrace.catalog.access.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Publishes: uploads, reads back, then commits; until the commit nobody can see anything. */
final class Publisher {
  static final String APPROVED = "auto-approved: gate passed";
  static final String WAITS = "gate passed; '%s' waits for an approval";

  private static final Logger LOG = LoggerFactory.getLogger(Publisher.class);

  private final CommitLog log;
  private final ArtifactStore store;
  private final Writer writer;

  Publisher(CommitLog log, ArtifactStore store, Writer writer) {
    this.log = log;
    this.store = store;
    this.writer = writer;
  }

  PublishResult publish(Publication publication) {
    Optional<VersionEntry> earlier = published(log.latest(), publication);
    if (earlier.isPresent()) {
      return new PublishResult(earlier.get(), false);
    }
    String what =
        "publish model '%s' of run '%s'".formatted(publication.model(), publication.runId());
    Uploader uploader = new Uploader(store, what);
    String dataId = UUID.randomUUID().toString();
    String manifestSha256 = uploader.upload(dataId, publication.files());
    CatalogState state =
        uploader.keepIfCommitted(
            dataId, () -> commit(publication, uploader, dataId, manifestSha256));
    VersionEntry version = published(state, publication).orElseThrow();
    boolean created = version.dataId().equals(dataId);
    if (!created) {
      uploader.discard(dataId);
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

  private CatalogState commit(
      Publication publication, Uploader uploader, String dataId, String manifestSha256) {
    return writer.commit(
        Operation.PUBLISH,
        publication.model(),
        null,
        state -> {
          uploader.requireKept(state, dataId);
          return actions(state, publication, dataId, manifestSha256);
        });
  }

  private static List<Action> actions(
      CatalogState state, Publication publication, String dataId, String manifestSha256) {
    if (published(state, publication).isPresent()) {
      return List.of();
    }
    String name = publication.model();
    List<Action> actions = new ArrayList<>();
    if (state.model(name).isEmpty()) {
      actions.add(new RegisterModel(name));
    }
    int number = state.model(name).map(model -> model.versions().size()).orElse(0) + 1;
    actions.add(version(publication, number, dataId, manifestSha256));
    if (publication.accepted()) {
      actions.addAll(moves(state, publication, number));
    }
    return actions;
  }

  /** A candidate takes the place of protected aliases; it moves once. */
  private static List<Action> moves(CatalogState state, Publication publication, int number) {
    String name = publication.model();
    List<Action> moves = new ArrayList<>();
    for (String asked : publication.aliases()) {
      boolean waits = state.policy().needsApproval(asked);
      String alias = waits ? Aliases.CANDIDATE : asked;
      boolean moved = moves.stream().anyMatch(move -> ((MoveAlias) move).alias().equals(alias));
      if (!moved) {
        Integer previous = state.model(name).map(model -> model.aliases().get(alias)).orElse(null);
        String reason =
            waits ? WAITS.formatted(asked) : state.policy().open() ? APPROVED : "gate passed";
        moves.add(new MoveAlias(name, alias, number, previous, reason));
      }
    }
    return moves;
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
        publication.tags(),
        null);
  }
}
