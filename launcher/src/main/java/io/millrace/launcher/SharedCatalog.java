package io.millrace.launcher;

import io.millrace.catalog.Catalog;
import io.millrace.catalog.ModelEntry;
import io.millrace.catalog.VersionEntry;
import io.millrace.launcher.plan.CatalogView;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/** The catalog, as planning sees it. */
final class SharedCatalog implements CatalogView {
  private static final String CHAMPION = "champion";

  private final Catalog catalog;

  SharedCatalog(String root, Configuration hadoop) {
    this.catalog = Catalog.open(root, hadoop);
  }

  @Override
  public Optional<Champion> champion(String model) {
    return entry(model)
        .filter(entry -> entry.aliases().containsKey(CHAMPION))
        .flatMap(entry -> entry.version(entry.aliases().get(CHAMPION)))
        .map(version -> new Champion(identity(version), version.runId()));
  }

  /** Two catalogs may give one number to two models; the folder of the data is unique. */
  private static String identity(VersionEntry version) {
    return "%s/%d in %s".formatted(version.name(), version.version(), version.dataId());
  }

  @Override
  public boolean holds(String model, int version, String runId) {
    return entry(model)
        .flatMap(entry -> entry.version(version))
        .filter(found -> found.runId().equals(runId))
        .isPresent();
  }

  private Optional<ModelEntry> entry(String model) {
    return catalog.models().stream().filter(entry -> entry.name().equals(model)).findFirst();
  }
}
