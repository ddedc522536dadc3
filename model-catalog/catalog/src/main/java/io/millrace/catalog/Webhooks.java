package io.millrace.catalog;

import io.millrace.catalog.Action.AddWebhook;
import io.millrace.catalog.Action.RemoveWebhook;
import io.millrace.catalog.CatalogException.Reason;
import io.millrace.catalog.access.Operation;
import io.millrace.catalog.access.Question;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** The addresses that are told of what happens. See {@link Catalog#webhooks()}. */
public final class Webhooks {
  private static final int MOST = 100;

  private final CommitLog log;
  private final Writer writer;
  private final boolean checksReads;

  Webhooks(CommitLog log, Writer writer, boolean checksReads) {
    this.log = log;
    this.writer = writer;
    this.checksReads = checksReads;
  }

  /** By id; for a principal whose roles are asked for, those of the teams that it is admin of. */
  public List<Webhook> list() {
    CatalogState state = log.latest();
    return state.webhooks().values().stream()
        .filter(
            hook ->
                !checksReads
                    || state
                        .policy()
                        .decide(
                            writer.principal(), Question.of(Operation.KEEP_WEBHOOKS, hook.team()))
                        .allowed())
        .toList();
  }

  /**
   * One of them.
   *
   * @throws CatalogException {@link Reason#NOT_FOUND} if there is none of that id in the list
   */
  public Webhook get(String id) {
    return list().stream()
        .filter(hook -> hook.id().equals(id))
        .findFirst()
        .orElseThrow(() -> missing(id));
  }

  /**
   * Adds one, which is told of all that comes later.
   *
   * @param team whose models it is about, or {@code *} for all; its admins may
   */
  public Webhook add(String team, String url, Set<EventType> events) {
    String id = UUID.randomUUID().toString();
    CatalogState after =
        writer.commit(
            Operation.KEEP_WEBHOOKS,
            null,
            null,
            state -> {
              if (state.webhooks().size() >= MOST) {
                throw new CatalogException(
                    Reason.REFUSED,
                    "Cannot add webhook '%s': the catalog has %d (expected fewer). Remove one first."
                        .formatted(url, MOST));
              }
              return List.of(
                  new AddWebhook(new Webhook(id, team, url, events, state.sequence() + 1)));
            });
    return hook(after, id);
  }

  /**
   * Takes one away, for those who may add it.
   *
   * @param reason goes into the log
   */
  public void remove(String id, String reason) {
    Names.requireText("reason", reason);
    writer.commit(
        Operation.KEEP_WEBHOOKS,
        null,
        null,
        state -> List.of(new RemoveWebhook(id, hook(state, id).team(), reason)));
  }

  private static Webhook hook(CatalogState state, String id) {
    Webhook hook = state.webhooks().get(id);
    if (hook == null) {
      throw missing(id);
    }
    return hook;
  }

  private static CatalogException missing(String id) {
    return new CatalogException(
        Reason.NOT_FOUND,
        "Cannot find webhook '%s': there is none of that id (expected one that is listed)."
            .formatted(id));
  }
}
