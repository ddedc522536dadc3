package io.millrace.launcher.doctor;

import io.millrace.launcher.install.Installation;
import io.millrace.launcher.install.SparkRuntime;
import io.millrace.launcher.install.SparkVersion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What was built, and what builds it. */
final class BuildChecks {
  private static final Pattern VERSION =
      Pattern.compile("Apache Maven (\\d+)\\.(\\d+)[^\\s\\x1b]*");
  private static final long PATIENCE_SECONDS = 30;

  private final Installation installation;
  private final SparkRuntime runtime;
  private final Repair repair;

  BuildChecks(Installation installation) {
    this.installation = installation;
    this.runtime = installation.runtime(SparkVersion.SPARK_3_5);
    this.repair = Repair.of(installation);
  }

  Finding present() {
    try {
      Path jobs = runtime.jobsJar();
      return Finding.ok(
          "build", jobs.getFileName() + ", Spark runtime of " + sparkJars() + " jars");
    } catch (IOException | IllegalStateException e) {
      return Finding.fail(
          "build",
          (repair.released() ? "not whole in " : "not built in ") + installation.home(),
          repair.advice());
    }
  }

  private long sparkJars() throws IOException {
    try (Stream<Path> jars = Files.list(runtime.jars())) {
      return jars.count();
    }
  }

  /** Maven is only needed to build, which a release never does. */
  Finding maven(String command) {
    if (repair.released()) {
      return Finding.ok("maven", "not needed: this is an unpacked release");
    }
    String advice = "Install Maven 3.8 or newer; it builds Millrace.";
    try {
      Process process = new ProcessBuilder(command, "-version").redirectErrorStream(true).start();
      String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
      Matcher version = VERSION.matcher(text);
      if (!version.find()) {
        return Finding.warn("maven", "'%s -version' names no version".formatted(command), advice);
      }
      return isEnough(version)
          ? Finding.ok("maven", version.group())
          : Finding.warn("maven", version.group(), advice);
    } catch (IOException e) {
      return Finding.warn("maven", "no command '%s'".formatted(command), advice);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Finding.warn("maven", "'%s -version' was interrupted".formatted(command), advice);
    }
  }

  private static boolean isEnough(Matcher version) {
    int major = Integer.parseInt(version.group(1));
    return major > 3 || (major == 3 && Integer.parseInt(version.group(2)) >= 8);
  }
}
