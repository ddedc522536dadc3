package io.millrace.launcher.catalog;

import io.millrace.launcher.models.CompareCommand;
import io.millrace.launcher.models.VerifyCommand;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code millrace catalog}. */
@Command(
    name = "catalog",
    mixinStandardHelpOptions = true,
    description =
        "Keep the catalog: approve and retire versions, describe models, set roles, tokens and"
            + " webhooks, audit, verify, move models.",
    subcommands = {
      ReviewCommands.Approve.class,
      ReviewCommands.Reject.class,
      ReviewCommands.Retire.class,
      CompareCommand.class,
      DescribeCommands.Describe.class,
      DescribeCommands.Tag.class,
      DescribeCommands.Card.class,
      RolesCommand.class,
      TokenCommand.class,
      WebhookCommand.class,
      AuditCommand.class,
      VerifyCommand.class,
      GarbageCommand.class,
      TransferCommands.Export.class,
      TransferCommands.Import.class
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  millrace catalog roles init",
      "  millrace catalog roles grant ann ops publisher --reason 'trains delays'",
      "  millrace catalog approve ops/flight-delay 3 --alias champion --reason 'better on snow'",
      "  millrace catalog compare ops/flight-delay@champion ops/flight-delay@candidate",
      "  millrace catalog token create ann --team ops --role consumer --expires-in 30d",
      "  millrace catalog export ops/flight-delay delay.zip",
      "",
      "Models are listed, shown and fetched by 'millrace models'."
    })
public final class CatalogCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "Cannot run 'catalog': no command is named (expected one of these).");
  }
}
