package io.millrace.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine.IVersionProvider;

/** The version that was built. */
final class Versions implements IVersionProvider {
  private static final String RESOURCE = "version.txt";

  static String current() {
    try (InputStream in = Versions.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IOException("the resource '%s' is missing".formatted(RESOURCE));
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).trim();
    } catch (IOException e) {
      throw new IllegalStateException(
          "Cannot tell the version of Millrace. Build again: mvn -DskipTests package.", e);
    }
  }

  @Override
  public String[] getVersion() {
    return new String[] {"millrace " + current() + ", Java " + Runtime.version()};
  }
}
