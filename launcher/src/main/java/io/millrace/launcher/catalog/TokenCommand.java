package io.millrace.launcher.catalog;

import io.millrace.catalog.access.Role;
import io.millrace.catalog.access.Roles;
import io.millrace.catalog.access.Scope;
import io.millrace.catalog.access.Token;
import io.millrace.launcher.options.DurationConverter;
import io.millrace.launcher.text.TextTable;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code millrace catalog token}. */
@Command(
    name = "token",
    mixinStandardHelpOptions = true,
    description = "Create, list and revoke tokens, by which the server knows who asks.",
    subcommands = {
      TokenCommand.Create.class,
      TokenCommand.ListAll.class,
      TokenCommand.Revoke.class
    })
final class TokenCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "Cannot run 'token': no command is named (expected one of these).");
  }

  @Command(
      name = "create",
      mixinStandardHelpOptions = true,
      description =
          "Create a token. It is printed once and kept nowhere. It gives no roles: it leaves those"
              + " of its owner that are named.")
  static final class Create extends CatalogAction {
    @Parameters(
        paramLabel = "OWNER",
        arity = "0..1",
        description = "For whom; for others only an admin of all teams may (default: you).")
    private @Nullable String owner;

    @Option(
        names = "--team",
        paramLabel = "TEAM",
        description = "Reaches this team. Repeatable (default: all).")
    private List<String> teams = List.of(Roles.ALL);

    @Option(
        names = "--role",
        paramLabel = "ROLE",
        description = "Leaves this role: ${COMPLETION-CANDIDATES}. Repeatable (default: consumer).")
    private List<Role> roles = List.of(Role.CONSUMER);

    @Option(
        names = "--expires-in",
        paramLabel = "DURATION",
        defaultValue = "30d",
        converter = DurationConverter.class,
        description = "Up to 366d (default: ${DEFAULT-VALUE}).")
    private Duration lifetime;

    @Override
    public Integer call() {
      Scope scope = new Scope(new TreeSet<>(teams), Set.copyOf(roles));
      String of = owner == null ? catalog().principal().name() : owner;
      Token.Issued issued = catalog().keeper().createToken(of, scope, lifetime);
      out().println(issued.text());
      out().flush();
      return 0;
    }
  }

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "List tokens that were not revoked: yours, or as an admin of all teams all.")
  static final class ListAll extends CatalogAction {
    @Override
    public Integer call() {
      TextTable table = new TextTable("id", "owner", "teams", "roles", "expires");
      for (Token token : catalog().keeper().tokens()) {
        table.row(
            token.id(),
            token.owner(),
            String.join(", ", token.scope().teams()),
            token.scope().roles().stream().map(Role::text).collect(Collectors.joining(", ")),
            token.expires() + (token.validAt(Instant.now()) ? "" : " (expired)"));
      }
      out().print(table.text());
      out().flush();
      return 0;
    }
  }

  @Command(
      name = "revoke",
      mixinStandardHelpOptions = true,
      description = "Make a token worthless, at once.")
  static final class Revoke extends CatalogAction {
    @Parameters(paramLabel = "ID", description = "As 'token list' shows it.")
    private String id;

    @Option(
        names = "--reason",
        defaultValue = "revoked by hand",
        description = "Goes into the log (default: ${DEFAULT-VALUE}).")
    private String reason;

    @Override
    public Integer call() {
      catalog().keeper().revokeToken(id, reason);
      return done("Token %s is worth nothing any more.", id);
    }
  }
}
