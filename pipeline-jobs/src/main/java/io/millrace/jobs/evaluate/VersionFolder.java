package io.millrace.jobs.evaluate;

import io.millrace.catalog.CatalogReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * The files of a version in the catalog, as long as they are read.
 *
 * @param path a local folder
 */
public record VersionFolder(Path path) {
  /** Reads some of the files. */
  @FunctionalInterface
  public interface Reader<T> {
    T read(VersionFolder files) throws IOException;
  }

  /** Downloads with verification: a changed byte in the catalog is an error, not a prediction. */
  public static <T> T read(CatalogReader catalog, String reference, Reader<T> reader)
      throws IOException {
    Path folder = Files.createTempDirectory("millrace-version");
    try {
      return reader.read(new VersionFolder(catalog.download(reference, folder.resolve("files"))));
    } finally {
      try (Stream<Path> walk = Files.walk(folder)) {
        for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }

  public byte[] bytes(String file) throws IOException {
    return Files.readAllBytes(path.resolve(file));
  }

  public boolean has(String file) {
    return Files.exists(path.resolve(file));
  }

  /** The files of the network's stages, none where it has no such. */
  public ArrayList<byte[]> stages() throws IOException {
    ArrayList<byte[]> stages = new ArrayList<>();
    while (has(Stages.file(stages.size()))) {
      stages.add(bytes(Stages.file(stages.size())));
    }
    return stages;
  }
}
