package io.millrace.launcher.models;

import io.millrace.catalog.Catalog;
import io.millrace.launcher.options.HadoopOptions;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which catalog. */
final class CatalogOptions {
  @Option(
      names = "--catalog",
      paramLabel = "ROOT",
      defaultValue = "catalog",
      description = "The catalog, on any Hadoop file system (default: ./${DEFAULT-VALUE}).")
  private String root = "catalog";

  @Mixin private HadoopOptions hadoop = new HadoopOptions();

  Catalog open() {
    return Catalog.open(root, hadoop.hadoop());
  }

  String root() {
    return root;
  }
}
