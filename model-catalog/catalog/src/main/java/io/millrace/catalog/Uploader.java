package io.millrace.catalog;

import io.millrace.catalog.CatalogException.Reason;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.hadoop.fs.FSError;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings files into a new folder of data, and takes them away again if nothing comes of it. */
final class Uploader {
  private static final Logger LOG = LoggerFactory.getLogger(Uploader.class);

  private final ArtifactStore store;
  private final String what;

  /**
   * @param what completes "Cannot ..."
   */
  Uploader(ArtifactStore store, String what) {
    this.store = store;
    this.what = what;
  }

  /** The digest of the manifest of what was uploaded; on failure nothing is left behind. */
  String upload(String dataId, Map<String, ArtifactSource> files) {
    List<Manifest.Item> items = new ArrayList<>();
    files.forEach((path, source) -> items.add(write(dataId, path, source)));
    byte[] manifest = new Manifest(Manifest.VERSION, items).encode();
    return write(dataId, ArtifactNames.MANIFEST, ArtifactSource.of(manifest)).sha256();
  }

  /** Writes one file, and reads it back. */
  Manifest.Item write(String dataId, String path, ArtifactSource source) {
    try {
      Manifest.Item written = store.write(dataId, path, source);
      Manifest.Item found = store.digest(dataId, path);
      if (!found.equals(written)) {
        throw new IOException("it reads back as %s (expected %s)".formatted(found, written));
      }
      return written;
    } catch (IOException | RuntimeException | FSError e) {
      // Hadoop's local file system reports a full disk as an Error.
      discard(dataId);
      throw new CatalogException(
          Reason.STORAGE,
          "Cannot %s: file '%s' cannot be copied to the catalog: %s. Nothing was published: once this is mended, try again."
              .formatted(what, path, e.getMessage()),
          e);
    }
  }

  /**
   * Called by plans, since a folder may have gone as unused while it waited.
   *
   * @throws CatalogException {@link Reason#CONTENTION} if it did
   */
  void requireKept(CatalogState state, String dataId) {
    if (state.collected().contains(dataId)) {
      throw new CatalogException(
          Reason.CONTENTION,
          "Cannot %s: its files were deleted as unused before they were published, so it took longer than the grace of that. Try again."
              .formatted(what));
    }
  }

  /** Commits; the data goes if it is certain that no entry refers to it. */
  CatalogState keepIfCommitted(String dataId, Supplier<CatalogState> commit) {
    try {
      return commit.get();
    } catch (CatalogException e) {
      // After a storage failure the entry may be there all the same, and would need its data; and
      // what is damaged may lie behind it.
      if (e.reason() != Reason.STORAGE && e.reason() != Reason.DAMAGED) {
        discard(dataId);
      }
      throw e;
    }
  }

  /** Leftovers harm nobody, so failing to remove them must not hide why they are there. */
  void discard(String dataId) {
    try {
      store.delete(dataId);
    } catch (IOException | RuntimeException e) {
      LOG.warn("Cannot remove unpublished data {}; verify lists it as an orphan", dataId, e);
    }
  }
}
