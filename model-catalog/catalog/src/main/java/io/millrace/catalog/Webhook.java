package io.millrace.catalog;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.millrace.catalog.access.AccessNames;
import io.millrace.catalog.access.Roles;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Collections;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * An address that is told of what happens. What it is signed with stands nowhere in the catalog,
 * whose files every consumer may read.
 *
 * @param id names it; public
 * @param team whose models it is told of, or {@code *} for all teams
 * @param url http or https
 * @param events that it is told of, at least one
 * @param since the sequence of the entry that added it; it is told of what came later
 */
public record Webhook(String id, String team, String url, Set<EventType> events, long since) {
  private static final int MOST_CHARACTERS = 2000;

  /**
   * @throws IllegalArgumentException if the address is not one, or there is no event
   */
  public Webhook {
    AccessNames.requireTeam(team);
    requireAddress(url);
    events = Collections.unmodifiableSet(new TreeSet<>(events));
    if (events.isEmpty()) {
      throw new IllegalArgumentException(
          "Cannot add webhook '%s': it names no event (expected at least one).".formatted(url));
    }
  }

  /** Whether it is told of a thing. */
  public boolean wants(HistoryEntry entry) {
    return EventType.of(entry).filter(events::contains).isPresent()
        && (team.equals(Roles.ALL) || team.equals(Names.team(String.valueOf(entry.model()))));
  }

  /** The address. */
  @JsonIgnore
  public URI uri() {
    return URI.create(url);
  }

  private static void requireAddress(String url) {
    try {
      URI uri = new URI(url);
      String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
      if ((scheme.equals("https") || scheme.equals("http"))
          && uri.getHost() != null
          && uri.getRawUserInfo() == null
          && uri.getRawFragment() == null
          && url.length() <= MOST_CHARACTERS) {
        return;
      }
      throw refused(url, null);
    } catch (URISyntaxException e) {
      throw refused(url, e);
    }
  }

  private static IllegalArgumentException refused(String url, @Nullable URISyntaxException cause) {
    String shown = url.length() <= 200 ? url : url.substring(0, 200) + "...";
    return new IllegalArgumentException(
        "Cannot use webhook address '%s': not allowed (expected http or https with a host, without a user, a password or a fragment, of at most %d characters)."
            .formatted(shown.replaceAll("\\p{Cntrl}", "?"), MOST_CHARACTERS),
        cause);
  }
}
