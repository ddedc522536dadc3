package io.millrace.catalog;

import io.millrace.catalog.CatalogException.Reason;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads every byte of a catalog and compares it with what was published. Used once. */
final class Verifier {
  private final LogFiles logFiles;
  private final ArtifactStore store;
  private final List<String> problems = new ArrayList<>();
  private int files;
  private long bytes;

  Verifier(LogFiles logFiles, ArtifactStore store) {
    this.logFiles = logFiles;
    this.store = store;
  }

  VerifyReport run() {
    try {
      // Before the log: a folder of a publisher that commits meanwhile is then no orphan.
      NavigableSet<String> folders = store.dataIds();
      LogVerifier log = new LogVerifier(logFiles);
      log.run();
      problems.addAll(log.problems());
      boolean soundLog = problems.isEmpty();
      for (LogVerifier.Added added : log.versions()) {
        verify(added);
      }
      List<String> orphans = soundLog ? orphans(folders, log.versions()) : List.of();
      return new VerifyReport(
          log.entries(), log.versions().size(), files, bytes, problems, orphans);
    } catch (IOException e) {
      throw new CatalogException(
          Reason.STORAGE, "Cannot verify the catalog: %s.".formatted(e.getMessage()), e);
    }
  }

  private void verify(LogVerifier.Added added) throws IOException {
    VersionFiles versionFiles = new VersionFiles(store, added.version(), added.manifestSha256());
    Manifest manifest;
    try {
      manifest = versionFiles.manifest();
    } catch (CatalogException e) {
      problems.add(e.getMessage());
      return;
    }
    manifest.files().forEach(item -> verify(versionFiles, item));
    verifyNoOthers(added.version(), manifest);
  }

  private void verify(VersionFiles versionFiles, Manifest.Item item) {
    try {
      versionFiles.copy(item, OutputStream.nullOutputStream());
      files++;
      bytes += item.size();
    } catch (CatalogException e) {
      problems.add(e.getMessage());
    }
  }

  private void verifyNoOthers(VersionEntry version, Manifest manifest) throws IOException {
    NavigableSet<String> others = store.files(version.dataId());
    others.remove(ArtifactNames.MANIFEST);
    manifest.files().forEach(item -> others.remove(item.path()));
    if (!others.isEmpty()) {
      problems.add(
          "%s version %d has files that were not published: %s. Nothing reads them; remove them."
              .formatted(version.name(), version.version(), others));
    }
  }

  private static List<String> orphans(Set<String> folders, List<LogVerifier.Added> versions) {
    Set<String> used =
        versions.stream().map(added -> added.version().dataId()).collect(Collectors.toSet());
    return folders.stream().filter(folder -> !used.contains(folder)).toList();
  }
}
