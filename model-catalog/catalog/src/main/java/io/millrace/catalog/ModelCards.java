package io.millrace.catalog;

import io.millrace.catalog.Action.ReviseCard;
import io.millrace.catalog.CatalogException.Reason;
import io.millrace.catalog.access.Operation;
import io.millrace.catalog.access.Question;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/**
 * Model cards in Markdown. The one that was published is revision 1; every edit is a further one,
 * and none is lost. See {@link Curator#cards()}.
 */
public final class ModelCards {
  private final Site site;
  private final Writer writer;
  private final Function<CatalogState, Resolver> resolvers;

  ModelCards(Site site, Writer writer, Function<CatalogState, Resolver> resolvers) {
    this.site = site;
    this.writer = writer;
    this.resolvers = resolvers;
  }

  /** The newest revision. */
  public String read(String reference) {
    CatalogState state = site.log().latest();
    VersionEntry version = resolvers.apply(state).version(reference);
    return read(state, version, version.cards().size() + 1);
  }

  /**
   * @param revision from 1
   */
  public String read(String reference, int revision) {
    CatalogState state = site.log().latest();
    return read(state, resolvers.apply(state).version(reference), revision);
  }

  private String read(CatalogState state, VersionEntry version, int revision) {
    int last = version.cards().size() + 1;
    if (revision < 1 || revision > last) {
      throw new CatalogException(
          Reason.NOT_FOUND,
          "Cannot find revision %d of the card of '%s' version %d (expected 1 to %d)."
              .formatted(revision, version.name(), version.version(), last));
    }
    String dataId = revision == 1 ? version.dataId() : version.cards().get(revision - 2).dataId();
    VersionFiles files = VersionFiles.of(site.store(), state, version, dataId);
    byte[] card = files.read(files.manifest(), ArtifactNames.CARD);
    return new String(card, StandardCharsets.UTF_8);
  }

  /**
   * Adds a revision.
   *
   * @param after the revision that was edited: if it is not the newest any more, nothing is written
   * @param reason goes into the history
   * @return the number of the new revision
   */
  public int revise(String model, int version, int after, String markdown, String reason) {
    Names.requireModel(model);
    Names.requireText("reason", reason);
    Names.requireLength("the model card", markdown);
    site.logFiles().requireWritable();
    String what = "revise the card of '%s' version %d".formatted(model, version);
    CatalogState before = site.log().latest();
    requireNewest(before, model, version, after);
    writer.require(before, Question.of(Operation.DESCRIBE, Names.team(model)), model, what);
    String dataId = UUID.randomUUID().toString();
    byte[] content = markdown.getBytes(StandardCharsets.UTF_8);
    Uploader uploader = new Uploader(site.store(), what);
    String manifestSha256 =
        uploader.upload(dataId, Map.of(ArtifactNames.CARD, ArtifactSource.of(content)));
    uploader.keepIfCommitted(
        dataId,
        () ->
            writer.commit(
                Operation.DESCRIBE,
                model,
                version,
                state -> {
                  requireNewest(state, model, version, after);
                  uploader.requireKept(state, dataId);
                  return List.of(
                      new ReviseCard(model, version, after + 1, dataId, manifestSha256, reason));
                }));
    return after + 1;
  }

  private void requireNewest(CatalogState state, String model, int version, int after) {
    Resolver resolver = resolvers.apply(state);
    int newest = resolver.version(resolver.model(model), version).cards().size() + 1;
    if (newest != after) {
      throw new CatalogException(
          Reason.REFUSED,
          "Cannot revise the card of '%s' version %d: its newest revision is %d (expected %d, the one that was edited). Read it, and edit that."
              .formatted(model, version, newest, after));
    }
  }
}
