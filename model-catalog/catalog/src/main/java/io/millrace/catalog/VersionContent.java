package io.millrace.catalog;

import io.millrace.catalog.CatalogException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The files of a version, read from the catalog when they are asked for. What it lists is verified
 * and never changes, so it may be kept. Thread-safe; needs no closing.
 */
public final class VersionContent {
  private final VersionFiles files;
  private final VersionEntry version;
  private final byte[] manifest;
  private final Map<String, Artifact> artifacts;

  /**
   * @param cache keeps what is read, but for the manifest, which comes with the version
   */
  VersionContent(VersionFiles files, @Nullable FileCache cache, VersionEntry version) {
    this.files = files.through(cache);
    this.version = version;
    manifest = files.manifestBytes();
    artifacts =
        files.manifest(manifest).files().stream()
            .map(item -> new Artifact(item.path(), item.size(), item.sha256()))
            .collect(Collectors.toUnmodifiableMap(Artifact::path, Function.identity()));
  }

  /** Whose files they are. */
  public VersionEntry version() {
    return version;
  }

  /** {@code manifest.json}: the list of all files with their digests, as it was published. */
  public byte[] manifest() {
    return manifest.clone();
  }

  /** Of the manifest, as the log has it. */
  public String manifestSha256() {
    return files.manifestSha256();
  }

  /** All files, by path. */
  public List<Artifact> artifacts() {
    return artifacts.values().stream().sorted(Comparator.comparing(Artifact::path)).toList();
  }

  /** The file with exactly this path, if the version has it. */
  public Optional<Artifact> artifact(String path) {
    return Optional.ofNullable(artifacts.get(path));
  }

  /** What the model takes and gives. */
  public Signature signature() {
    return Signature.fromJson(read(ArtifactNames.SIGNATURE));
  }

  /**
   * A file in memory, verified.
   *
   * @throws CatalogException if the version has no such file, or its bytes are not what was
   *     published
   */
  public byte[] read(String path) {
    return files.read(files.manifest(manifest), path);
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
          "Cannot read file '%s' of %s: %s."
              .formatted(artifact.path(), VersionFiles.text(version), e.getMessage()),
          e);
    }
  }
}
