package io.millrace.catalog;

import io.millrace.catalog.Action.CreateToken;
import io.millrace.catalog.Action.RevokeToken;
import io.millrace.catalog.Action.SetRoles;
import io.millrace.catalog.CatalogException.Reason;
import io.millrace.catalog.access.Operation;
import io.millrace.catalog.access.Principal;
import io.millrace.catalog.access.Question;
import io.millrace.catalog.access.Role;
import io.millrace.catalog.access.Roles;
import io.millrace.catalog.access.Scope;
import io.millrace.catalog.access.Token;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** What those do who keep a catalog: roles, tokens, the audit log. See {@link Catalog#keeper()}. */
public final class Keeper {
  private static final Duration LONGEST_TOKEN = Duration.ofDays(366);

  private final Site site;
  private final Writer writer;
  private final Function<CatalogState, Resolver> resolvers;

  Keeper(Site site, Writer writer, Function<CatalogState, Resolver> resolvers) {
    this.site = site;
    this.writer = writer;
    this.resolvers = resolvers;
  }

  /** Empty for an open catalog. */
  public Optional<Roles> roles() {
    return Optional.ofNullable(site.log().latest().roles());
  }

  /**
   * Puts roles in the place of those that hold; the first ones close an open catalog for good.
   *
   * @param reason goes into the log
   */
  public void setRoles(Roles roles, String reason) {
    Names.requireText("reason", reason);
    writer.commit(
        Operation.SET_ROLES,
        null,
        null,
        state -> roles.equals(state.roles()) ? List.of() : List.of(new SetRoles(roles, reason)));
  }

  /**
   * Gives a principal exactly these roles in a team, and leaves all other grants alone.
   *
   * @param team a name, or {@code *} for all teams
   * @param roles none takes them away
   * @param reason goes into the log
   */
  public void grant(String principal, String team, Set<Role> roles, String reason) {
    Names.requireText("reason", reason);
    writer.commit(
        Operation.SET_ROLES,
        null,
        null,
        state -> {
          Roles before = state.roles();
          if (before == null) {
            throw new CatalogException(
                Reason.REFUSED,
                "Cannot grant roles to '%s': catalog '%s' is open (expected one with roles). Set its first roles, with an admin of team '*'."
                    .formatted(principal, site.root()));
          }
          Roles after = before.with(principal, team, roles);
          return after.equals(before) ? List.of() : List.of(new SetRoles(after, reason));
        });
  }

  /** Tokens that were not revoked, expired ones among them: one's own, or for an admin all. */
  public List<Token> tokens() {
    CatalogState state = site.log().latest();
    Principal principal = writer.principal();
    boolean all =
        state.policy().decide(principal, Question.of(Operation.KEEP_TOKENS, Roles.ALL)).allowed();
    return state.tokens().values().stream()
        .filter(token -> all || token.owner().equals(principal.name()))
        .toList();
  }

  /**
   * Creates a token. It gives no roles: it leaves those of its owner, as they are when it is shown,
   * that the scope names.
   *
   * @param lifetime up to 366 days
   * @return the only place where the text of the token stands
   */
  public Token.Issued createToken(String owner, Scope scope, Duration lifetime) {
    if (lifetime.isNegative() || lifetime.isZero() || lifetime.compareTo(LONGEST_TOKEN) > 0) {
      throw new IllegalArgumentException(
          "Cannot create a token for '%s': its lifetime is %s (expected more than nothing and at most %d days)."
              .formatted(owner, lifetime, LONGEST_TOKEN.toDays()));
    }
    Instant expires = Instant.now().plus(lifetime).truncatedTo(ChronoUnit.SECONDS);
    Token.Issued issued = Token.issue(owner, scope, expires);
    writer.commit(
        Operation.KEEP_TOKENS, null, null, state -> List.of(new CreateToken(issued.token())));
    return issued;
  }

  /**
   * Makes a token worthless, at once for all that read the catalog.
   *
   * @param reason goes into the log
   */
  public void revokeToken(String id, String reason) {
    Names.requireText("reason", reason);
    writer.commit(
        Operation.KEEP_TOKENS,
        null,
        null,
        state -> {
          Token token = state.tokens().get(id);
          if (token == null) {
            throw new CatalogException(
                Reason.NOT_FOUND,
                "Cannot revoke token '%s': there is none of that id (expected one that is listed). It may have been revoked already."
                    .formatted(id));
          }
          return List.of(new RevokeToken(id, token.owner(), reason));
        });
  }

  /**
   * Whose token it is. Says nothing of why one does not hold, so that guessing learns nothing.
   *
   * @throws CatalogException {@link Reason#UNAUTHENTICATED} if it was not issued here, has expired
   *     or was revoked
   */
  public Principal authenticate(String tokenText) {
    return Token.idOf(tokenText)
        .map(site.log().latest().tokens()::get)
        .filter(token -> token.matches(tokenText) && token.validAt(Instant.now()))
        .map(Token::principal)
        .orElseThrow(
            () ->
                new CatalogException(
                    Reason.UNAUTHENTICATED,
                    "Cannot tell who asks: the token does not hold (expected one that was issued by"
                        + " this catalog, has not expired and was not revoked)."));
  }

  /**
   * All that happened in the catalog, and all that was refused, oldest first.
   *
   * @param first sequence, from 1
   * @param most entries of the log to read, each of which may tell several things
   */
  public List<HistoryEntry> audit(long first, int most) {
    CatalogState state = site.log().latest();
    writer.require(state, Question.of(Operation.SET_ROLES, Roles.ALL), null, "read the audit log");
    return new History(site.logFiles()).all(first, most, state.sequence());
  }

  /** What {@link #collectGarbage} would delete; deletes nothing. */
  public GarbageReport findGarbage(Duration grace) {
    return new GarbageCollector(site, writer, grace).look();
  }

  /**
   * Deletes data that no version refers to.
   *
   * @param grace what was changed later than that ago stays, because its publisher may be at work;
   *     longer than the longest upload
   */
  public GarbageReport collectGarbage(Duration grace) {
    return new GarbageCollector(site, writer, grace).delete();
  }

  /**
   * Writes a model with its versions, their files and its history to one local file, verified on
   * the way, that appears whole or not at all.
   *
   * @param file a zip file that must not be there
   */
  public void exportModel(String model, Path file) {
    CatalogState state = site.log().latest();
    ModelEntry entry = resolvers.apply(state).model(Names.requireModel(model));
    new Exporter(site, writer.principal().name()).export(state, entry, file);
  }

  /**
   * Adds the versions of an exported file that the catalog does not have, verified, all or none.
   * Where the model is there already they get its next numbers, and no alias moves; importing again
   * adds nothing. Who published where stays known, approvals are asked for anew.
   */
  public ImportResult importModel(Path file) {
    site.logFiles().requireWritable();
    return Importer.of(site, writer, file);
  }
}
