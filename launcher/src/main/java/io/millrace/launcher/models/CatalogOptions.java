package io.millrace.launcher.models;

import io.millrace.catalog.Catalog;
import io.millrace.launcher.options.HadoopOptions;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which catalog. */
public final class CatalogOptions {
  @Option(
      names = "--catalog",
      paramLabel = "ROOT",
      defaultValue = "catalog",
      description = "The catalog, on any Hadoop file system (default: ./${DEFAULT-VALUE}).")
  private String root = "catalog";

  @Mixin private HadoopOptions hadoop = new HadoopOptions();

  /** Opens it for the user of the file system. */
  public Catalog open() {
    return Catalog.open(root, hadoop.hadoop());
  }

  /** As it was given. */
  public String root() {
    return root;
  }
}
