package io.millrace.catalog;

import io.millrace.catalog.CatalogException.Reason;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * An export that is read. Only names that its own, sealed description speaks of are looked for, so
 * that nothing else that a zip file may hold does any harm.
 */
final class ExportFile implements AutoCloseable {
  private static final int MOST_DESCRIPTION_BYTES = 256 << 20;

  private final Path file;
  private final ZipFile zip;
  private final Export export;

  private ExportFile(Path file, ZipFile zip, Export export) {
    this.file = file;
    this.zip = zip;
    this.export = export;
  }

  static ExportFile open(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new CatalogException(
          Reason.NOT_FOUND, "Cannot import '%s': there is no such file.".formatted(file));
    }
    ZipFile zip = new ZipFile(file.toFile());
    try {
      byte[] content = bytes(file, zip, Export.FILE, MOST_DESCRIPTION_BYTES);
      Export export = Export.decode(content, file + ": " + Export.FILE);
      Names.requireModel(export.model().name());
      return new ExportFile(file, zip, export);
    } catch (IOException | RuntimeException e) {
      zip.close();
      throw e;
    }
  }

  Export export() {
    return export;
  }

  /** The files of a folder of data, each verified when it has been read to its end. */
  Map<String, ArtifactSource> files(String dataId) throws IOException {
    Map<String, ArtifactSource> sources = new TreeMap<>();
    for (Manifest.Item item : manifest(dataId).files()) {
      ArtifactNames.require(item.path());
      sources.put(item.path(), () -> open(dataId, item));
    }
    return sources;
  }

  private Manifest manifest(String dataId) throws IOException {
    String name = Export.entryName(dataId, ArtifactNames.MANIFEST);
    byte[] content = bytes(file, zip, name, MOST_DESCRIPTION_BYTES);
    String found = Digests.of(content);
    String expected = export.manifests().get(dataId);
    if (!found.equals(expected)) {
      throw damaged(file, name, "its SHA-256 is " + found, String.valueOf(expected));
    }
    return Manifest.decode(content, file + ": " + name);
  }

  private InputStream open(String dataId, Manifest.Item item) throws IOException {
    String name = Export.entryName(dataId, item.path());
    InputStream in = zip.getInputStream(entry(file, zip, name));
    return new Verified(in, item, name);
  }

  private static byte[] bytes(Path file, ZipFile zip, String name, int most) throws IOException {
    try (InputStream in = zip.getInputStream(entry(file, zip, name))) {
      byte[] content = in.readNBytes(most);
      if (in.read() >= 0) {
        throw damaged(file, name, "it is longer", "at most " + most + " bytes");
      }
      return content;
    }
  }

  private static ZipEntry entry(Path file, ZipFile zip, String name) {
    ZipEntry entry = zip.getEntry(name);
    if (entry == null) {
      throw damaged(file, name, "it is missing", "an entry of that name");
    }
    return entry;
  }

  private static CatalogException damaged(Path file, String name, String found, String expected) {
    return new CatalogException(
        Reason.DAMAGED,
        "Cannot import '%s': '%s' is not as it was exported: %s (expected %s). Export again."
            .formatted(file, name, found, expected));
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }

  /**
   * Fails at its end, or as soon as it is too long, if the bytes are not those that were exported.
   */
  private final class Verified extends FilterInputStream {
    private final MessageDigest digest = Digests.start();
    private final Manifest.Item item;
    private final String name;
    private long size;

    Verified(InputStream in, Manifest.Item item, String name) {
      super(in);
      this.item = item;
      this.name = name;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int read = super.read(buffer, offset, length);
      if (read > 0) {
        digest.update(buffer, offset, read);
        size += read;
      }
      boolean whole = read >= 0 || size == item.size();
      if (size > item.size() || !whole) {
        throw damaged(file, name, "it has " + size + " bytes", item.size() + " bytes");
      }
      if (read < 0) {
        requireDigest(Digests.finish(digest));
      }
      return read;
    }

    private void requireDigest(String found) {
      if (!found.equals(item.sha256())) {
        throw damaged(file, name, "its SHA-256 is " + found, item.sha256());
      }
    }
  }
}
