package io.millrace.launcher.completion;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code millrace completion}. The script holds all commands and options, so that a shell completes
 * without starting Java.
 */
@Command(
    name = "completion",
    mixinStandardHelpOptions = true,
    description = "Print the script by which a shell completes commands, options and files.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  source <(millrace completion bash)               in ~/.bashrc",
      "  source <(millrace completion zsh)                in ~/.zshrc"
    })
public final class CompletionCommand implements Callable<Integer> {
  /** One script serves both: in zsh it switches on zsh's own emulation of bash's completion. */
  enum Shell {
    BASH,
    ZSH;

    /** As users write it. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Paths on any file system are texts to picocli, which would keep the shell's own files away. */
  private static final String NO_FILES = "(?m)^.*\\bcompopt \\+o default\\R";

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "SHELL", description = "${COMPLETION-CANDIDATES}.")
  private Shell shell;

  CompletionCommand() {}

  @Override
  public Integer call() {
    CommandLine root = spec.root().commandLine();
    PrintWriter out = spec.commandLine().getOut();
    String name = root.getCommandName();
    out.printf("# In ~/.%src: source <(%s completion %s)%n", shell, name, shell);
    out.print(AutoComplete.bash(name, root).replaceAll(NO_FILES, ""));
    out.flush();
    return CommandLine.ExitCode.OK;
  }
}
