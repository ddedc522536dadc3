package io.millrace.catalog;

import io.millrace.catalog.Action.AddVersion;
import io.millrace.catalog.CatalogException.Reason;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes a model with all its versions, their files and its history to one local zip file. */
final class Exporter {
  private final Site site;
  private final String actor;

  Exporter(Site site, String actor) {
    this.site = site;
    this.actor = actor;
  }

  void export(CatalogState state, ModelEntry model, Path file) {
    Path absolute = file.toAbsolutePath().normalize();
    Path temporary =
        absolute.resolveSibling("." + absolute.getFileName() + "." + UUID.randomUUID());
    try {
      if (Files.exists(absolute)) {
        throw new CatalogException(
            Reason.REFUSED,
            "Cannot export '%s' to '%s': the file is there already (expected none). Choose another."
                .formatted(model.name(), file));
      }
      Files.createDirectories(absolute.getParent());
      try {
        write(described(state, model), model, temporary);
        Files.move(temporary, absolute, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(temporary);
      }
    } catch (IOException e) {
      throw new CatalogException(
          Reason.STORAGE,
          "Cannot export '%s' to '%s': %s. Nothing was left there."
              .formatted(model.name(), file, e),
          e);
    }
  }

  private Export described(CatalogState state, ModelEntry model) throws IOException {
    Map<String, String> manifests = new TreeMap<>();
    for (VersionEntry version : model.versions()) {
      manifests.put(version.dataId(), state.manifestSha256(version.dataId()));
      version
          .cards()
          .forEach(card -> manifests.put(card.dataId(), state.manifestSha256(card.dataId())));
    }
    return new Export(
        Export.VERSION,
        site.root(),
        state.sequence(),
        state.entrySha256(),
        LogEntry.now(),
        actor,
        model,
        manifests,
        entries(state, model),
        new History(site.logFiles()).of(model.name(), 1, Integer.MAX_VALUE, state.sequence()));
  }

  private List<String> entries(CatalogState state, ModelEntry model) throws IOException {
    List<String> digests = new ArrayList<>();
    for (long sequence = 1;
        sequence <= state.sequence() && digests.size() < model.versions().size();
        sequence++) {
      String name = site.logFiles().entryName(sequence);
      byte[] content = site.logFiles().read(name).orElseThrow(() -> new IOException(name));
      for (Action action : LogEntry.decode(content, name).actions()) {
        if (action instanceof AddVersion add && add.model().equals(model.name())) {
          digests.add(Digests.of(content));
        }
      }
    }
    return digests;
  }

  private void write(Export export, ModelEntry model, Path file) throws IOException {
    try (OutputStream out = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry(Export.FILE));
      zip.write(export.encode());
      for (Map.Entry<String, String> folder : new TreeMap<>(export.manifests()).entrySet()) {
        write(
            new VersionFiles(site.store().folder(folder.getKey()), model.name(), folder.getValue()),
            folder.getKey(),
            zip);
      }
    }
  }

  /** What is damaged in the catalog ends the export: it is verified on the way. */
  private static void write(VersionFiles files, String dataId, ZipOutputStream zip)
      throws IOException {
    byte[] manifest = files.manifestBytes();
    zip.putNextEntry(new ZipEntry(Export.entryName(dataId, ArtifactNames.MANIFEST)));
    zip.write(manifest);
    for (Manifest.Item item : Manifest.decode(manifest, ArtifactNames.MANIFEST).files()) {
      zip.putNextEntry(new ZipEntry(Export.entryName(dataId, item.path())));
      files.copy(item, zip);
    }
  }
}
