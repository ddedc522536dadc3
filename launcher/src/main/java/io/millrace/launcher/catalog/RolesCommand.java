package io.millrace.launcher.catalog;

import io.millrace.catalog.access.Grant;
import io.millrace.catalog.access.Role;
import io.millrace.catalog.access.Roles;
import io.millrace.handoff.Json;
import io.millrace.launcher.text.TextTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code millrace catalog roles}; without a command of its own it shows them. */
@Command(
    name = "roles",
    mixinStandardHelpOptions = true,
    description = "Show who may do what, and change it.",
    subcommands = {RolesCommand.Init.class, RolesCommand.GrantTo.class, RolesCommand.SetAll.class})
final class RolesCommand extends CatalogAction {
  @Option(names = "--json", description = "Print them as JSON, as 'set' reads them.")
  private boolean json;

  @Override
  public Integer call() {
    Optional<Roles> roles = catalog().keeper().roles();
    if (roles.isEmpty()) {
      return done(
          "Catalog '%s' is open: everybody who can write its files may do everything.", root());
    }
    if (json) {
      return done("%s", Json.text(roles.get()));
    }
    TextTable table = new TextTable("team", "principal", "roles");
    for (Grant grant : roles.get().grants()) {
      table.row(grant.team(), grant.principal(), texts(grant.roles()));
    }
    out().print(table.text());
    return done("%nProtected aliases: %s", String.join(", ", roles.get().protectedAliases()));
  }

  private static String texts(Set<Role> roles) {
    return roles.stream().map(Role::text).collect(Collectors.joining(", "));
  }

  @Command(
      name = "init",
      mixinStandardHelpOptions = true,
      description =
          "Give an open catalog its first roles: you are admin of all teams, and champion is"
              + " protected. It is never open again.")
  static final class Init extends CatalogAction {
    @Override
    public Integer call() {
      String admin = catalog().principal().name();
      Grant grant = new Grant(admin, Roles.ALL, Set.of(Role.ADMIN));
      Optional<Roles> before = catalog().keeper().roles();
      if (before.isPresent()) {
        throw new IllegalStateException(
            "Cannot give catalog '%s' its first roles: it has some (expected an open one). Change them by 'roles grant'."
                .formatted(root()));
      }
      catalog()
          .keeper()
          .setRoles(new Roles(List.of(grant), Roles.DEFAULT_PROTECTED), "the first roles");
      return done("%s is admin of all teams of catalog '%s'.", admin, root());
    }
  }

  @Command(
      name = "grant",
      mixinStandardHelpOptions = true,
      description = "Give a principal exactly these roles in a team; without any it loses them.")
  static final class GrantTo extends CatalogAction {
    @Parameters(index = "0", paramLabel = "PRINCIPAL", description = "A name, or * for everybody.")
    private String principal;

    @Parameters(index = "1", paramLabel = "TEAM", description = "A name, or * for all teams.")
    private String team;

    @Parameters(
        index = "2..*",
        arity = "0..*",
        paramLabel = "ROLE",
        description = "${COMPLETION-CANDIDATES}.")
    private List<Role> roles = List.of();

    @Option(names = "--reason", required = true, description = "Goes into the log.")
    private String reason;

    @Override
    public Integer call() {
      Set<Role> given = EnumSet.noneOf(Role.class);
      given.addAll(roles);
      catalog().keeper().grant(principal, team, given, reason);
      return done(
          "%s is now %s of %s.",
          principal,
          given.isEmpty() ? "nothing" : texts(given),
          team.equals(Roles.ALL) ? "all teams" : team);
    }
  }

  @Command(
      name = "set",
      mixinStandardHelpOptions = true,
      description = "Put the roles of a JSON file in the place of all others.")
  static final class SetAll extends CatalogAction {
    @Parameters(paramLabel = "FILE", description = "As 'roles --json' prints them.")
    private Path file;

    @Option(names = "--reason", required = true, description = "Goes into the log.")
    private String reason;

    @Override
    public Integer call() throws IOException {
      Roles roles = Json.read(Files.readAllBytes(file), Roles.class, file.toString());
      catalog().keeper().setRoles(roles, reason);
      return done("Catalog '%s' has %d grants.", root(), roles.grants().size());
    }
  }
}
