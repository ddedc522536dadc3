package io.millrace.server.artifact;

import io.millrace.catalog.Catalog;
import io.millrace.catalog.VersionContent;
import io.millrace.catalog.VersionEntry;
import java.util.LinkedHashMap;
import java.util.Map;

/** Lists of files of versions. They never change, so the last ones that were used are kept. */
public final class Contents {
  private static final int KEPT = 1000;

  private final Catalog catalog;
  private final Map<String, VersionContent> kept =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, VersionContent> eldest) {
          return size() > KEPT;
        }
      };

  public Contents(Catalog catalog) {
    this.catalog = catalog;
  }

  /** Those of a version, which its caller may read. */
  public VersionContent of(VersionEntry version) {
    synchronized (kept) {
      VersionContent found = kept.get(version.dataId());
      if (found != null) {
        return found;
      }
    }
    // Outside: a slow file system must not stop those whose lists are here.
    VersionContent read = catalog.content(version.name() + "/" + version.version());
    synchronized (kept) {
      kept.put(version.dataId(), read);
    }
    return read;
  }
}
