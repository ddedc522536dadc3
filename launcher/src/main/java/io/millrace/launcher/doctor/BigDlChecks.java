package io.millrace.launcher.doctor;

import io.millrace.launcher.install.SparkRuntime;
import io.millrace.launcher.run.Processor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipFile;

/** What models with the engine {@code bigdl} need; all others train without it. */
final class BigDlChecks {
  private static final String NATIVES = "all-";

  /** The first that BigDL loads, from the root of the jar. */
  private static final String MKL_BRIDGE = "libjmkl.so";

  /** One jar of each part: Spark, BigDL and its natives, and what lets Spark 2.4 run on Java 17. */
  private static final List<String> PARTS =
      List.of(
          "spark-core_", "spark-sql_", "bigdl-SPARK_", NATIVES, "asm6on9-", "hadoop-client-api-");

  private final SparkRuntime runtime;
  private final String advice;

  BigDlChecks(SparkRuntime runtime, Repair repair) {
    this.runtime = runtime;
    this.advice = "Models with engine = bigdl cannot be trained. " + repair.advice();
  }

  Finding present() {
    try {
      List<String> jars = names(runtime.jars());
      List<String> missing = new ArrayList<>();
      PARTS.stream()
          .filter(part -> jars.stream().noneMatch(jar -> jar.startsWith(part)))
          .forEach(part -> missing.add(part + "*"));
      if (!missing.isEmpty()) {
        return Finding.warn(
            "bigdl",
            "%s is not whole: no %s".formatted(runtime.jars(), String.join(", ", missing)),
            advice);
      }
      return Finding.ok(
          "bigdl",
          "%s, Spark %s runtime of %d jars"
              .formatted(runtime.jobsJar().getFileName(), runtime.version().number(), jars.size()));
    } catch (IOException | IllegalStateException e) {
      return Finding.warn("bigdl", "not built in " + runtime.folder(), advice);
    }
  }

  /**
   * @param system as in the property {@code os.name}
   * @param architecture as in the property {@code os.arch}
   */
  Finding natives(String system, String architecture) {
    String name = "bigdl natives";
    String platform = system + " " + architecture;
    if (!system.equals("Linux") || !architecture.equals("amd64")) {
      return Finding.warn(
          name,
          "none for " + platform,
          "Train models with engine = bigdl on Linux on x86-64; others train here.");
    }
    try {
      for (String jar : names(runtime.jars())) {
        if (jar.startsWith(NATIVES) && holds(runtime.jars().resolve(jar), MKL_BRIDGE)) {
          return Finding.ok(name, "%s for %s in %s".formatted(MKL_BRIDGE, platform, jar));
        }
      }
      return Finding.warn(name, "no jar with %s for %s".formatted(MKL_BRIDGE, platform), advice);
    } catch (IOException e) {
      return Finding.warn(name, "cannot be read: " + e.getMessage(), advice);
    }
  }

  /**
   * Which way MKL takes on this processor.
   *
   * @param chosen what the user's environment says, empty where nothing
   */
  static Finding mkl(Processor processor, String chosen) {
    String vendor = processor.vendor().isEmpty() ? "unknown processor" : processor.vendor();
    if (!chosen.isEmpty()) {
      return Finding.ok(
          "bigdl mkl",
          "%s, %s=%s by the environment".formatted(vendor, Processor.MKL_VARIABLE, chosen));
    }
    return Finding.ok(
        "bigdl mkl",
        processor
            .mklType()
            .map(type -> "%s, %s=%s is set".formatted(vendor, Processor.MKL_VARIABLE, type))
            .orElse(vendor + ", MKL chooses by itself"));
  }

  private static boolean holds(Path jar, String entry) throws IOException {
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      return zip.getEntry(entry) != null;
    }
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
