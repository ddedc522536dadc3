package io.millrace.handoff;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Which code runs, by its content. */
public final class CodeVersion {
  private CodeVersion() {}

  /**
   * Digest of the jars (or class folders) that these classes come from; builds of the same sources
   * give the same digest.
   */
  public static String of(Class<?>... classes) throws IOException {
    List<Path> locations = new ArrayList<>();
    for (Class<?> type : classes) {
      try {
        locations.add(Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()));
      } catch (URISyntaxException e) {
        throw new IOException("Cannot find the code of %s.".formatted(type.getName()), e);
      }
    }
    return of(locations);
  }

  /** Digest of these jars or class folders. */
  public static String of(List<Path> locations) throws IOException {
    List<String> digests = new ArrayList<>();
    for (Path location : locations.stream().sorted().toList()) {
      try (Stream<Path> walk = Files.walk(location)) {
        for (Path file : walk.filter(Files::isRegularFile).sorted().toList()) {
          digests.add(Digests.of(Files.readAllBytes(file)));
        }
      }
    }
    return Digests.of(digests.toArray(String[]::new)).substring(0, 16);
  }
}
