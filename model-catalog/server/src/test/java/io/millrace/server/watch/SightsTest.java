package io.millrace.server.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.catalog.Catalog;
import io.millrace.catalog.CatalogException;
import io.millrace.catalog.access.Grant;
import io.millrace.catalog.access.Role;
import io.millrace.catalog.access.Roles;
import io.millrace.catalog.access.Scope;
import io.millrace.catalog.access.Token;
import io.millrace.server.access.TokenCallers;
import io.millrace.server.api.ApiException;
import io.millrace.server.operate.ServerMetrics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SightsTest {
  @TempDir private Path folder;

  @Test
  void endsWithATokenThatExpiresThoughNothingHappens() {
    Catalog catalog = Catalog.open(folder.toString());
    Grant admin = new Grant(catalog.principal().name(), "*", Set.of(Role.ADMIN));
    catalog.keeper().setRoles(new Roles(List.of(admin), Roles.DEFAULT_PROTECTED), "test");
    Token.Issued token =
        catalog.keeper().createToken(catalog.principal().name(), Scope.FULL, Duration.ofSeconds(3));
    try (LogWatcher watcher = new LogWatcher(catalog, Duration.ofSeconds(1), new ServerMetrics())) {
      Sights sights = new Sights(new TokenCallers(catalog, false), watcher);
      String header = "Bearer " + token.text();

      Sights.Sight seen = sights.of(header);
      assertThat(seen.of("ops/delay")).isTrue();
      long end = System.nanoTime() + 20_000_000_000L;
      while (holds(catalog, token) && System.nanoTime() < end) {
        Thread.onSpinWait();
      }
      // What was seen a moment before the end is seen for a second more.
      while (isSeen(sights, header) && System.nanoTime() < end) {
        Thread.onSpinWait();
      }
      assertThatThrownBy(() -> sights.of(header))
          .isInstanceOf(ApiException.class)
          .hasMessageContaining("the token does not hold");
    }
  }

  private static boolean holds(Catalog catalog, Token.Issued token) {
    try {
      catalog.keeper().authenticate(token.text());
      return true;
    } catch (CatalogException e) {
      return false;
    }
  }

  private static boolean isSeen(Sights sights, String header) {
    try {
      sights.of(header);
      return true;
    } catch (ApiException e) {
      return false;
    }
  }
}
