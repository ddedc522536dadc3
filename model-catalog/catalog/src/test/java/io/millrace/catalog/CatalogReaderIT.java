package io.millrace.catalog;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** On a file system. */
class CatalogReaderIT extends CatalogReaderContract {
  @TempDir private static Path root;

  @BeforeAll
  static void publish() {
    publishAll(Catalog.open(root.toString()));
  }

  @Override
  protected Catalog catalog() {
    return Catalog.open(root.toString());
  }

  @Override
  protected CatalogReader reader() {
    return CatalogReader.open(root.toString(), ReaderOptions.standard().withCache(null));
  }
}
