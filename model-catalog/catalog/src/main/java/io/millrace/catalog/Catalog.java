package io.millrace.catalog;

import io.millrace.catalog.access.Operation;
import io.millrace.catalog.access.Policy;
import io.millrace.catalog.access.Principal;
import io.millrace.catalog.access.Question;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;

/**
 * The shared model catalog on a file system, for consumers and publishers.
 *
 * <p>It acts for one principal: the user of the file system, or another by {@link #as}. All methods
 * throw {@link CatalogException}, whose reason says whether trying again helps, and {@link
 * IllegalArgumentException} for a name or reference that can never be right. Thread-safe; it holds
 * nothing that must be closed.
 */
public final class Catalog implements CatalogReader {
  private final Site site;
  private final Writer writer;
  private final boolean checksReads;
  private final @Nullable FileCache cache;

  private Catalog(Site site, Principal principal, boolean checksReads, @Nullable FileCache cache) {
    this.site = site;
    this.writer = new Writer(site.log(), site.refusals(), principal);
    this.checksReads = checksReads;
    this.cache = cache;
  }

  /**
   * Opens a catalog with Hadoop's default configuration; see {@link #open(String, Configuration)}.
   */
  public static Catalog open(String root) {
    return open(root, new Configuration());
  }

  /**
   * Opens a catalog. Its root need not exist: then there are no models, and the first publication
   * makes it. Reading asks for no role: whoever can read the files can read the models.
   *
   * @param root a path or URI on a Hadoop file system
   */
  public static Catalog open(String root, Configuration conf) {
    return new Catalog(Site.open(root, conf), Principal.user(Site.user()), false, null);
  }

  /** For tests of what happens between upload and commit. */
  static Catalog open(String root, Configuration conf, CommitStrategy strategy) throws IOException {
    return new Catalog(Site.open(root, conf, strategy), Principal.user(Site.user()), false, null);
  }

  /**
   * The same catalog for another principal, who must have a role to read as well: models that it
   * may not read are not there for it. The caller has made sure who it is.
   */
  public Catalog as(Principal principal) {
    return new Catalog(site, principal, true, cache);
  }

  /** The same catalog, whose files are kept in a cache if they lie on another machine. */
  Catalog keepingIn(@Nullable FileCache files) {
    return new Catalog(site, principal(), checksReads, site.local() ? null : files);
  }

  /** For whom it acts. */
  public Principal principal() {
    return writer.principal();
  }

  /** Says who may do what now. */
  public Policy policy() {
    return site.log().latest().policy();
  }

  @Override
  public List<ModelEntry> models() {
    return resolver(site.log().latest()).models();
  }

  @Override
  public ModelEntry entry(String name) {
    return resolver(site.log().latest()).model(Names.requireModel(name));
  }

  @Override
  public VersionEntry resolve(String reference) {
    return resolver(site.log().latest()).version(reference);
  }

  /**
   * Publishes a version: uploads its files, reads them back, and commits model, version and aliases
   * in one log entry. Publishing the same run and model again returns the version that is there and
   * writes nothing. In a catalog with roles {@code candidate} takes the place of protected aliases.
   */
  public PublishResult publish(Publication publication) {
    site.logFiles().requireWritable();
    writer.require(
        site.log().latest(),
        Question.of(Operation.PUBLISH, Names.team(publication.model())),
        publication.model(),
        "publish model '%s' of run '%s'".formatted(publication.model(), publication.runId()));
    return new Publisher(site.log(), site.store(), writer).publish(publication);
  }

  /**
   * Points an alias to a version, also back to an older one. An alias that points there already is
   * left alone, and nothing is logged.
   *
   * @param reason goes into the history
   */
  public void moveAlias(String model, String alias, int version, String reason) {
    Names.requireModel(model);
    Names.requireAlias(alias);
    Names.requireText("reason", reason);
    writer.commit(
        Operation.MOVE_ALIAS,
        model,
        version,
        state -> Aliases.move(resolver(state), model, alias, version, reason));
  }

  /**
   * Takes an alias away.
   *
   * @param reason goes into the history
   */
  public void removeAlias(String model, String alias, String reason) {
    Names.requireModel(model);
    Names.requireAlias(alias);
    Names.requireText("reason", reason);
    writer.commit(
        Operation.REMOVE_ALIAS,
        model,
        null,
        state -> Aliases.remove(resolver(state), model, alias, reason));
  }

  @Override
  public OptionalInt follow(String model, String alias, int known, Duration wait) {
    Names.requireModel(model);
    Names.requireAlias(alias);
    return AliasWatch.follow(() -> resolver(site.log().latest()), model, alias, known, wait);
  }

  @Override
  public List<HistoryEntry> history(String model) {
    return history(model, 1, Integer.MAX_VALUE);
  }

  /**
   * What happened to a model in a part of the log, oldest first.
   *
   * @param first sequence, from 1
   * @param most entries of the log to read, those of other models among them
   */
  public List<HistoryEntry> history(String model, long first, int most) {
    CatalogState state = site.log().latest();
    String name = resolver(state).model(Names.requireModel(model)).name();
    return new History(site.logFiles()).of(name, first, most, state.sequence());
  }

  /**
   * The sequence of the newest entry of the log, by which one sees that something happened; 0 if
   * there is none.
   */
  public long sequence() {
    return site.log().latest().sequence();
  }

  /**
   * What happened to the models that it may read, after an entry of the log, oldest first.
   *
   * @param after a sequence, from 0
   * @param most entries of the log to read
   * @return one for each entry that was read; none if nothing came after it
   */
  public List<Commit> commits(long after, int most) {
    CatalogState state = site.log().latest();
    long first = Math.max(0, after) + 1;
    long last = Math.min(state.sequence(), Math.addExact(first, most) - 1);
    return new History(site.logFiles()).commits(first, last, readAccess(state)::allows);
  }

  /** Reads every byte of the catalog, and reports all that is not as it was published. */
  public VerifyReport verify() {
    return new Verifier(site.logFiles(), site.store()).run();
  }

  @Override
  public VersionContent content(String reference) {
    CatalogState state = site.log().latest();
    VersionEntry version = resolver(state).version(reference);
    VersionFiles files = VersionFiles.of(site.store(), state, version);
    return new VersionContent(files, cache, version);
  }

  @Override
  public String card(String reference) {
    return curator().cards().read(reference);
  }

  /** Reviews, descriptions, tags, model cards, comparisons. */
  public Curator curator() {
    return new Curator(site, writer, this::resolver);
  }

  /** Roles, tokens, the audit log, unused data, exports and imports. */
  public Keeper keeper() {
    return new Keeper(site, writer, this::resolver);
  }

  /** The addresses that a server tells of what happens. */
  public Webhooks webhooks() {
    return new Webhooks(site.log(), writer, checksReads);
  }

  private Resolver resolver(CatalogState state) {
    // Where it lies is nothing for those who read it through somebody else.
    String where = checksReads ? "the catalog" : "catalog '" + site.root() + "'";
    return new Resolver(where, state, readAccess(state));
  }

  private ReadAccess readAccess(CatalogState state) {
    return new ReadAccess(writer, state.policy(), checksReads);
  }
}
