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
      for (LogVerifier.Added added : log.added()) {
        verify(added);
      }
      List<String> orphans = soundLog ? orphans(folders, log.added()) : List.of();
      int versions = (int) log.added().stream().filter(LogVerifier.Added::version).count();
      return new VerifyReport(log.entries(), versions, files, bytes, problems, orphans);
    } catch (IOException e) {
      throw new CatalogException(
          Reason.STORAGE, "Cannot verify the catalog: %s.".formatted(e.getMessage()), e);
    }
  }

  private void verify(LogVerifier.Added added) throws IOException {
    VersionFiles versionFiles =
        new VersionFiles(store.folder(added.dataId()), added.text(), added.manifestSha256());
    Manifest manifest;
    try {
      manifest = versionFiles.manifest();
    } catch (CatalogException e) {
      problems.add(e.getMessage());
      return;
    }
    manifest.files().forEach(item -> verify(versionFiles, item));
    verifyNoOthers(added, manifest);
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

  private void verifyNoOthers(LogVerifier.Added added, Manifest manifest) throws IOException {
    NavigableSet<String> others = store.files(added.dataId());
    others.remove(ArtifactNames.MANIFEST);
    manifest.files().forEach(item -> others.remove(item.path()));
    if (!others.isEmpty()) {
      problems.add(
          "%s has files that were not published: %s. Nothing reads them; remove them."
              .formatted(added.text(), others));
    }
  }

  private static List<String> orphans(Set<String> folders, List<LogVerifier.Added> added) {
    Set<String> used = added.stream().map(LogVerifier.Added::dataId).collect(Collectors.toSet());
    return folders.stream().filter(folder -> !used.contains(folder)).toList();
  }
}
