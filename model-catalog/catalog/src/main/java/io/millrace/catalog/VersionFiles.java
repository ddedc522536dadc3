package io.millrace.catalog;

import io.millrace.catalog.CatalogException.Reason;
import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** Reads a version's files; what comes out is what was published, or there is an error. */
final class VersionFiles {
  private final ArtifactStore store;
  private final String text;
  private final String dataId;
  private final String manifestSha256;

  /**
   * @param text names what the files belong to
   */
  VersionFiles(ArtifactStore store, String text, String dataId, String manifestSha256) {
    this.store = store;
    this.text = text;
    this.dataId = dataId;
    this.manifestSha256 = manifestSha256;
  }

  static VersionFiles of(ArtifactStore store, CatalogState state, VersionEntry version) {
    return of(store, state, version, version.dataId());
  }

  /**
   * @param dataId the version's own, or that of one of its cards
   */
  static VersionFiles of(
      ArtifactStore store, CatalogState state, VersionEntry version, String dataId) {
    String text = version.name() + " version " + version.version();
    return new VersionFiles(store, text, dataId, state.manifestSha256(dataId));
  }

  byte[] manifestBytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Manifest.Item found = copyUnverified(ArtifactNames.MANIFEST, bytes);
    requireSame(ArtifactNames.MANIFEST, found.sha256(), manifestSha256);
    return bytes.toByteArray();
  }

  Manifest manifest() {
    return Manifest.decode(manifestBytes(), store.name(dataId, ArtifactNames.MANIFEST));
  }

  InputStream openAt(String path, long offset) throws IOException {
    return store.openAt(dataId, path, offset);
  }

  /** A small file, whole. */
  byte[] read(Manifest manifest, String path) {
    Manifest.Item item =
        manifest
            .file(path)
            .orElseThrow(
                () ->
                    new CatalogException(
                        Reason.NOT_FOUND,
                        "Cannot read file '%s' of %s: it has no such file (expected one of %s)."
                            .formatted(
                                path,
                                text,
                                manifest.files().stream().map(Manifest.Item::path).toList())));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    copy(item, bytes);
    return bytes.toByteArray();
  }

  /** Verifies after the last byte: on an exception the caller must drop what was written. */
  void copy(Manifest.Item item, OutputStream to) {
    Manifest.Item found = copyUnverified(item.path(), to);
    if (found.size() != item.size()) {
      throw damaged(item.path(), "size", found.size() + " bytes", item.size() + " bytes", null);
    }
    requireSame(item.path(), found.sha256(), item.sha256());
  }

  private Manifest.Item copyUnverified(String path, OutputStream to) {
    try (InputStream in = store.open(dataId, path)) {
      return ArtifactStore.copy(path, in, to);
    } catch (FileNotFoundException e) {
      throw damaged(path, "it", "missing", "a file", e);
    } catch (IOException e) {
      throw new CatalogException(
          Reason.STORAGE,
          "Cannot copy file '%s' of %s: %s.".formatted(path, text, e.getMessage()),
          e);
    }
  }

  private void requireSame(String path, String found, String expected) {
    if (!found.equals(expected)) {
      throw damaged(path, "its SHA-256", found, expected, null);
    }
  }

  private CatalogException damaged(
      String path, String what, String found, String expected, @Nullable Throwable cause) {
    return new CatalogException(
        Reason.DAMAGED,
        "Cannot use file '%s' of %s: %s is %s (expected %s). It was changed after it was published: restore '%s' from a copy, or publish a new version."
            .formatted(path, text, what, found, expected, store.name(dataId, path)),
        cause);
  }
}
