package io.millrace.launcher.catalog;

import io.millrace.catalog.Catalog;
import io.millrace.launcher.models.CatalogOptions;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command that does something to a catalog, for the user of the file system. */
abstract class CatalogAction implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private CatalogOptions options;

  final Catalog catalog() {
    return options.open();
  }

  final String root() {
    return options.root();
  }

  final PrintWriter out() {
    return spec.commandLine().getOut();
  }

  /** Prints a line, and ends well. */
  final int done(String line, Object... values) {
    out().println(line.formatted(values));
    return 0;
  }
}
