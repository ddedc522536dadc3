package io.millrace.catalog;

import io.millrace.catalog.CatalogException.Reason;
import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads a version's files; what comes out is what was published, or there is an error. */
final class VersionFiles {
  private final FileSource source;
  private final @Nullable FileCache cache;
  private final String text;
  private final String manifestSha256;

  private VersionFiles(
      FileSource source, @Nullable FileCache cache, String text, String manifestSha256) {
    this.source = source;
    this.cache = cache;
    this.text = text;
    this.manifestSha256 = manifestSha256;
  }

  /**
   * @param text names what the files belong to
   */
  VersionFiles(FileSource source, String text, String manifestSha256) {
    this(source, null, text, manifestSha256);
  }

  static VersionFiles of(ArtifactStore store, CatalogState state, VersionEntry version) {
    return of(store, state, version, version.dataId());
  }

  /**
   * @param dataId the version's own, or that of one of its cards
   */
  static VersionFiles of(
      ArtifactStore store, CatalogState state, VersionEntry version, String dataId) {
    return new VersionFiles(store.folder(dataId), text(version), state.manifestSha256(dataId));
  }

  static String text(VersionEntry version) {
    return version.name() + " version " + version.version();
  }

  /** The same files, of which those that were read before come from the cache, if there is one. */
  VersionFiles through(@Nullable FileCache files) {
    return new VersionFiles(source, files, text, manifestSha256);
  }

  String manifestSha256() {
    return manifestSha256;
  }

  byte[] manifestBytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    copyVerified(ArtifactNames.MANIFEST, manifestSha256, null, bytes);
    return bytes.toByteArray();
  }

  Manifest manifest() {
    return manifest(manifestBytes());
  }

  Manifest manifest(byte[] content) {
    return Manifest.decode(content, source.name(ArtifactNames.MANIFEST));
  }

  InputStream openAt(String path, long offset) throws IOException {
    return source.open(path, offset);
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
    copyVerified(item.path(), item.sha256(), item.size(), to);
  }

  private void copyVerified(String path, String sha256, @Nullable Long size, OutputStream to) {
    try (InputStream in = open(path, sha256, size)) {
      verifiedCopy(path, sha256, size, in, to);
    } catch (IOException e) {
      throw failed(path, e);
    }
  }

  private InputStream open(String path, String sha256, @Nullable Long size) throws IOException {
    if (cache == null) {
      return source.open(path, 0);
    }
    Optional<InputStream> cached = cache.open(sha256, out -> fetch(path, sha256, size, out));
    return cached.isPresent() ? cached.get() : source.open(path, 0);
  }

  private void fetch(String path, String sha256, @Nullable Long size, OutputStream to) {
    try (InputStream in = source.open(path, 0)) {
      verifiedCopy(path, sha256, size, in, to);
    } catch (IOException e) {
      throw failed(path, e);
    }
  }

  private void verifiedCopy(
      String path, String sha256, @Nullable Long size, InputStream in, OutputStream to)
      throws IOException {
    Manifest.Item found = ArtifactStore.copy(path, in, to);
    if (size != null && found.size() != size) {
      throw damaged(path, "size", found.size() + " bytes", size + " bytes", null);
    }
    requireSame(path, found.sha256(), sha256);
  }

  private CatalogException failed(String path, IOException e) {
    return e instanceof FileNotFoundException
        ? damaged(path, "it", "missing", "a file", e)
        : new CatalogException(
            Reason.STORAGE,
            "Cannot copy file '%s' of %s: %s.".formatted(path, text, e.getMessage()),
            e);
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
            .formatted(path, text, what, found, expected, source.name(path)),
        cause);
  }
}
