package io.millrace.catalog;

import io.millrace.catalog.Action.Describe;
import io.millrace.catalog.Action.RetireVersion;
import io.millrace.catalog.Action.ReviewVersion;
import io.millrace.catalog.Action.SetTag;
import io.millrace.catalog.access.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What people say of models and versions once they are published. What is said already is not said
 * again: then nothing is logged. See {@link Catalog#curator()}.
 */
public final class Curator {
  private final Site site;
  private final Writer writer;
  private final Function<CatalogState, Resolver> resolvers;

  Curator(Site site, Writer writer, Function<CatalogState, Resolver> resolvers) {
    this.site = site;
    this.writer = writer;
    this.resolvers = resolvers;
  }

  /**
   * Approves a version, and moves aliases to it in the same log entry. In a catalog with roles
   * nobody approves what they published.
   *
   * @param aliases may be protected, and may be none
   */
  public void approve(String model, int version, String reason, List<String> aliases) {
    Names.requireModel(model);
    Names.requireText("reason", reason);
    aliases.forEach(Names::requireAlias);
    change(
        Operation.APPROVE,
        model,
        version,
        (state, of, found) -> {
          requireUseful(found);
          List<Action> actions = new ArrayList<>();
          boolean approved =
              found.approved() && found.subject().approvers().contains(writer.principal().name());
          if (!approved) {
            actions.add(new ReviewVersion(model, version, Review.Verdict.APPROVED, reason));
          }
          VersionEntry after = found.with(new Review(Review.Verdict.APPROVED, "", "", reason));
          for (String alias : aliases) {
            Aliases.requireTarget(after, alias);
            Integer previous = of.aliases().get(alias);
            if (previous == null || previous != version) {
              actions.add(new Action.MoveAlias(model, alias, version, previous, reason));
            }
          }
          return actions;
        });
  }

  /** What shall be done to a version of a model, given the state that the entry would follow. */
  private interface Change {
    List<Action> actions(CatalogState state, ModelEntry of, VersionEntry version);
  }

  private void change(Operation operation, String model, int version, Change change) {
    writer.commit(
        operation,
        model,
        version,
        state -> {
          Resolver resolver = resolvers.apply(state);
          ModelEntry of = resolver.model(model);
          return change.actions(state, of, resolver.version(of, version));
        });
  }

  private static void requireUseful(VersionEntry version) {
    if (version.rejected() || version.lifecycle() == Lifecycle.ARCHIVED) {
      throw new CatalogException(
          CatalogException.Reason.REFUSED,
          "Cannot approve version %d of '%s': it %s (expected one that aliases may point to)."
              .formatted(
                  version.version(),
                  version.name(),
                  version.rejected() ? "was rejected by its gate" : "is archived"));
    }
  }

  /**
   * Rejects a version. Aliases that point to it go, but for protected ones, which must be moved
   * first.
   */
  public void reject(String model, int version, String reason) {
    Names.requireModel(model);
    Names.requireText("reason", reason);
    change(
        Operation.REJECT,
        model,
        version,
        (state, of, found) -> {
          ReviewVersion review = new ReviewVersion(model, version, Review.Verdict.REJECTED, reason);
          return found.declined()
              ? List.of()
              : withoutAliases(state, of, found, review, "reject", reason);
        });
  }

  /**
   * Deprecates or archives a version, or makes it active again. Of one that is archived, aliases go
   * as they do when it is rejected.
   */
  public void retire(String model, int version, Lifecycle lifecycle, String reason) {
    Names.requireModel(model);
    Names.requireText("reason", reason);
    change(
        Operation.RETIRE,
        model,
        version,
        (state, of, found) -> {
          RetireVersion retire = new RetireVersion(model, version, lifecycle, reason);
          if (found.lifecycle() == lifecycle) {
            return List.of();
          }
          return lifecycle == Lifecycle.ARCHIVED
              ? withoutAliases(state, of, found, retire, "archive", reason)
              : List.of(retire);
        });
  }

  private static List<Action> withoutAliases(
      CatalogState state,
      ModelEntry model,
      VersionEntry version,
      Action action,
      String what,
      String reason) {
    List<String> aliases = model.aliasesOf(version.version());
    for (String alias : aliases) {
      if (Aliases.isProtected(state, alias)) {
        throw new CatalogException(
            CatalogException.Reason.REFUSED,
            "Cannot %s version %d of '%s': alias '%s' points to it (expected no protected alias). Move the alias first."
                .formatted(what, version.version(), model.name(), alias));
      }
    }
    return Stream.concat(
            aliases.stream()
                .map(
                    alias ->
                        new Action.RemoveAlias(model.name(), alias, version.version(), reason)),
            Stream.of(action))
        .toList();
  }

  /** Describes a model; an empty text takes the description away. */
  public void describe(String model, String text) {
    describe(model, null, text);
  }

  /** Describes a version; an empty text takes the description away. */
  public void describe(String model, int version, String text) {
    describe(model, Integer.valueOf(version), text);
  }

  private void describe(String model, @Nullable Integer version, String text) {
    Names.requireModel(model);
    Names.requireLength("the description", text);
    writer.commit(
        Operation.DESCRIBE,
        model,
        version,
        state -> {
          Resolver resolver = resolvers.apply(state);
          String before =
              version == null
                  ? resolver.model(model).description()
                  : version(resolver, model, version).description();
          return before.equals(text) ? List.of() : List.of(new Describe(model, version, text));
        });
  }

  /**
   * Sets a tag of a model.
   *
   * @param value null takes it away
   */
  public void tag(String model, String key, @Nullable String value) {
    tag(model, null, key, value);
  }

  /**
   * Sets a tag of a version.
   *
   * @param value null takes it away
   */
  public void tag(String model, int version, String key, @Nullable String value) {
    tag(model, Integer.valueOf(version), key, value);
  }

  private void tag(String model, @Nullable Integer version, String key, @Nullable String value) {
    Names.requireModel(model);
    Names.requireTag(key, value == null ? "" : value);
    writer.commit(
        Operation.DESCRIBE,
        model,
        version,
        state -> {
          Resolver resolver = resolvers.apply(state);
          String before =
              version == null
                  ? resolver.model(model).tags().get(key)
                  : version(resolver, model, version).tags().get(key);
          boolean same = value == null ? before == null : value.equals(before);
          return same ? List.of() : List.of(new SetTag(model, version, key, value));
        });
  }

  private static VersionEntry version(Resolver resolver, String model, int version) {
    return resolver.version(resolver.model(model), version);
  }

  /** What differs between the versions that two references point to. */
  public VersionComparison compare(String left, String right) {
    CatalogState state = site.log().latest();
    Resolver resolver = resolvers.apply(state);
    return new Comparer(site.store(), state, resolver.version(left), resolver.version(right))
        .compare();
  }

  /** The model cards of a version. */
  public ModelCards cards() {
    return new ModelCards(site, writer, resolvers);
  }
}
