package io.millrace.catalog;

import io.millrace.catalog.CatalogException.Reason;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** Copies a version's files to a local folder that appears whole or not at all. */
final class Downloader {
  private Downloader() {}

  static Path download(VersionContent content, Path target) {
    Path absolute = target.toAbsolutePath().normalize();
    try {
      requireFree(absolute);
      Files.createDirectories(absolute.getParent());
      Path temporary =
          absolute.resolveSibling("." + absolute.getFileName() + "." + UUID.randomUUID());
      try {
        fill(content, temporary);
        // rename(2) replaces an empty folder, and fails if another process has filled it meanwhile.
        Files.move(temporary, absolute, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        deleteAll(temporary);
      }
      return target;
    } catch (IOException e) {
      throw new CatalogException(
          Reason.STORAGE,
          "Cannot download to '%s': %s. Nothing was left there.".formatted(target, e),
          e);
    }
  }

  private static void requireFree(Path target) throws IOException {
    if (!Files.exists(target)) {
      return;
    }
    boolean free = false;
    if (Files.isDirectory(target)) {
      try (Stream<Path> children = Files.list(target)) {
        free = children.findAny().isEmpty();
      }
    }
    if (!free) {
      throw new CatalogException(
          Reason.REFUSED,
          "Cannot download to '%s': it is there already (expected no such path, or an empty folder). Choose another."
              .formatted(target));
    }
  }

  private static void fill(VersionContent content, Path folder) throws IOException {
    for (Artifact artifact : content.artifacts()) {
      // The manifest may come from a server: no name in it may lead out of the folder.
      ArtifactNames.require(artifact.path());
      Path file = folder.resolve(artifact.path());
      Files.createDirectories(file.getParent());
      try (OutputStream out = Files.newOutputStream(file)) {
        content.copy(artifact, out);
      }
    }
    Files.write(folder.resolve(ArtifactNames.MANIFEST), content.manifest());
  }

  private static void deleteAll(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    List<Path> deepestFirst;
    try (Stream<Path> paths = Files.walk(folder)) {
      deepestFirst = paths.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : deepestFirst) {
      Files.delete(path);
    }
  }
}
