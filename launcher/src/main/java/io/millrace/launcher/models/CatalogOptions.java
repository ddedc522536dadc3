package io.millrace.launcher.models;

import io.millrace.catalog.Catalog;
import io.millrace.catalog.CatalogReader;
import io.millrace.catalog.ReaderOptions;
import io.millrace.launcher.options.HadoopOptions;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which catalog. */
public final class CatalogOptions {
  @Option(
      names = "--catalog",
      paramLabel = "ROOT",
      defaultValue = "catalog",
      description =
          "The catalog, on any Hadoop file system; to read it also https://host:port of its server, with a token in MILLRACE_TOKEN (default: ./${DEFAULT-VALUE}).")
  private String root = "catalog";

  @Mixin private HadoopOptions hadoop = new HadoopOptions();

  /** Opens it for the user of the file system. */
  public Catalog open() {
    return Catalog.open(root, hadoop.hadoop());
  }

  /** Opens it to read, on a file system or at a server. */
  public CatalogReader reader() {
    return CatalogReader.open(root, ReaderOptions.standard().with(hadoop.hadoop()));
  }

  /** As it was given. */
  public String root() {
    return root;
  }
}
