package io.millrace.launcher;

import io.millrace.handoff.definition.DefinitionException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Turns what a command throws into a sentence and an exit code. */
final class Errors implements IExecutionExceptionHandler {
  @Override
  public int handleExecutionException(Exception error, CommandLine command, ParseResult parsed) {
    PrintWriter err = command.getErr();
    if (isExpected(error)) {
      err.println(message(error));
      if (Main.of(command).isVerbose()) {
        error.printStackTrace(err);
      }
    } else {
      err.println(
          "Cannot finish '%s': an error in Millrace itself.".formatted(command.getCommandName()));
      error.printStackTrace(err);
    }
    err.flush();
    return isWrongUse(error) ? ExitCode.WRONG_USE : ExitCode.FAILED;
  }

  private static boolean isWrongUse(Exception error) {
    return error instanceof DefinitionException || error instanceof WrongUseException;
  }

  /** Our own sentences come as these types; anything else is a mistake of ours. */
  private static boolean isExpected(Exception error) {
    return error instanceof IOException
        || error instanceof UncheckedIOException
        || error instanceof WrongUseException
        || error instanceof io.millrace.catalog.CatalogException
        || isSentence(error);
  }

  private static boolean isSentence(Exception error) {
    boolean ours =
        error instanceof IllegalArgumentException || error instanceof IllegalStateException;
    return ours && error.getMessage() != null && error.getMessage().startsWith("Cannot ");
  }

  private static String message(Exception error) {
    String message = error.getMessage();
    return message == null || message.isBlank() ? error.toString() : message;
  }
}
