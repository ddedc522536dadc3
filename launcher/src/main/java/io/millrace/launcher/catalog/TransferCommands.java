package io.millrace.launcher.catalog;

import io.millrace.catalog.ImportResult;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Models that go from one catalog to another by a file. */
final class TransferCommands {
  private TransferCommands() {}

  @Command(
      name = "export",
      mixinStandardHelpOptions = true,
      description = "Write a model with all its versions, files and history to one zip file.")
  static final class Export extends CatalogAction {
    @Parameters(index = "0", paramLabel = "NAME", description = "team/model.")
    private String name;

    @Parameters(index = "1", paramLabel = "FILE", description = "A file that is not there yet.")
    private Path file;

    @Override
    public Integer call() {
      catalog().keeper().exportModel(name, file);
      return done("%s is in %s", name, file);
    }
  }

  @Command(
      name = "import",
      mixinStandardHelpOptions = true,
      description = "Add the versions of an exported file that are not there yet, all or none.")
  static final class Import extends CatalogAction {
    @Parameters(paramLabel = "FILE", description = "As 'export' wrote it.")
    private Path file;

    @Override
    public Integer call() {
      ImportResult result = catalog().keeper().importModel(file);
      return done(
          "%s: %s, %d were there already.",
          result.model(),
          result.created().isEmpty()
              ? "no new versions"
              : "new versions " + result.created().toString().replaceAll("[\\[\\]]", ""),
          result.present());
    }
  }
}
