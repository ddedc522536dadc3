package io.millrace.catalog;

import io.millrace.catalog.CatalogException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The files of a version, read from the catalog when they are asked for. What it lists is verified
 * and never changes, so it may be kept. Thread-safe; needs no closing.
 */
public final class VersionContent {
  private final VersionFiles files;
  private final VersionEntry version;
  private final Map<String, Artifact> artifacts;

  VersionContent(VersionFiles files, VersionEntry version) {
    this.files = files;
    this.version = version;
    artifacts =
        files.manifest().files().stream()
            .map(item -> new Artifact(item.path(), item.size(), item.sha256()))
            .collect(Collectors.toUnmodifiableMap(Artifact::path, Function.identity()));
  }

  /** Whose files they are. */
  public VersionEntry version() {
    return version;
  }

  /** All files, by path. */
  public List<Artifact> artifacts() {
    return artifacts.values().stream()
        .sorted((left, right) -> left.path().compareTo(right.path()))
        .toList();
  }

  /** The file with exactly this path, if the version has it. */
  public Optional<Artifact> artifact(String path) {
    return Optional.ofNullable(artifacts.get(path));
  }

  /**
   * Copies a file, and verifies it after the last byte: on an exception the caller must drop what
   * was written. Closes nothing.
   *
   * @throws CatalogException if the bytes are not what was published, or a stream fails
   */
  public void copy(Artifact artifact, OutputStream to) {
    files.copy(new Manifest.Item(artifact.path(), artifact.size(), artifact.sha256()), to);
  }

  /**
   * A part of a file, which no digest can verify; the caller closes it.
   *
   * @param offset of its first byte, in bytes
   * @throws CatalogException if the file system fails
   */
  public InputStream open(Artifact artifact, long offset) {
    try {
      return files.openAt(artifact.path(), offset);
    } catch (IOException e) {
      throw new CatalogException(
          Reason.STORAGE,
          "Cannot read file '%s' of %s version %d: %s."
              .formatted(artifact.path(), version.name(), version.version(), e.getMessage()),
          e);
    }
  }
}
