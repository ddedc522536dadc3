package io.millrace.launcher.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.launcher.doctor.Finding.Status;
import io.millrace.launcher.install.Installation;
import io.millrace.launcher.install.SparkVersion;
import io.millrace.launcher.run.Processor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DoctorTest {
  @TempDir private Path folder;
  private final FolderChecks folders = new FolderChecks(new Configuration());

  @ParameterizedTest
  @CsvSource({"11,FAIL", "17,OK", "21,FAIL"})
  void wantsJava17(int feature, Status status) {
    assertThat(MachineChecks.java(feature).status()).isEqualTo(status);
  }

  @ParameterizedTest
  @CsvSource({
    "Linux,amd64,OK",
    "Linux,aarch64,FAIL",
    "Mac OS X,aarch64,FAIL",
    "Windows 11,amd64,FAIL"
  })
  void namesPlatformsWithoutNatives(String system, String architecture, Status status) {
    Finding finding = MachineChecks.platform(system, architecture, folder);

    assertThat(finding.status()).isEqualTo(status);
    assertThat(finding.found()).isEqualTo(system + " " + architecture);
  }

  @Test
  void namesAnotherCLibrary() throws IOException {
    Files.createFile(folder.resolve("ld-musl-x86_64.so.1"));

    assertThat(MachineChecks.platform("Linux", "amd64", folder).found())
        .isEqualTo("Linux amd64 with musl");
  }

  @ParameterizedTest
  @CsvSource({"3000000000,WARN", "5000000000,OK"})
  void warnsOfLittleMemory(long bytes, Status status) {
    assertThat(MachineChecks.memory(bytes).status()).isEqualTo(status);
  }

  @Test
  void findsTheLoopbackInterface() {
    assertThat(MachineChecks.loopback().status()).isEqualTo(Status.OK);
  }

  @Test
  void missesTheBuild() {
    Finding finding = new BuildChecks(new Installation(folder)).present();

    assertThat(finding.status()).isEqualTo(Status.FAIL);
    assertThat(finding.advice()).contains("mvn -DskipTests package");
  }

  @Test
  void anUnpackedReleaseIsNotToldToUseMaven() throws IOException {
    Files.createDirectories(folder.resolve("lib/launcher"));
    BuildChecks build = new BuildChecks(new Installation(folder));

    assertThat(build.present().status()).isEqualTo(Status.FAIL);
    assertThat(build.present().advice()).isEqualTo("Unpack the release again.");
    assertThat(bigdl().present().advice()).endsWith("Unpack the release again.");
    assertThat(build.maven(folder.resolve("no-mvn").toString()).status()).isEqualTo(Status.OK);
  }

  @Test
  void missesTheRuntimeOfBigDl() {
    BigDlChecks bigdl = bigdl();

    assertThat(bigdl.present().status()).isEqualTo(Status.WARN);
    assertThat(bigdl.natives("Linux", "amd64").status()).isEqualTo(Status.WARN);
  }

  @Test
  void namesThePartsThatTheRuntimeOfBigDlLacks() throws IOException {
    jars("spark-core_2.11-1", "spark-sql_2.11-1", "bigdl-SPARK_2.4-1", "hadoop-client-api-1");

    assertThat(bigdl().present().found()).endsWith("is not whole: no all-*, asm6on9-*");
    jars("all-1", "asm6on9-1");
    assertThat(bigdl().present().found()).startsWith("not built in ");
    Files.createFile(Files.createDirectories(runtime().resolve("lib")).resolve("bigdl-1.jar"));
    assertThat(bigdl().present())
        .isEqualTo(Finding.ok("bigdl", "bigdl-1.jar, Spark 2.4 runtime of 6 jars"));
  }

  @Test
  void findsTheNativesOfThisPlatform() throws IOException {
    jars("all-1");
    try (ZipOutputStream zip =
        new ZipOutputStream(Files.newOutputStream(runtime().resolve("jars/all-1.jar")))) {
      zip.putNextEntry(new ZipEntry("libjmkl.so"));
    }

    assertThat(bigdl().natives("Linux", "amd64"))
        .isEqualTo(Finding.ok("bigdl natives", "libjmkl.so for Linux amd64 in all-1.jar"));
    assertThat(bigdl().natives("Linux", "aarch64").status()).isEqualTo(Status.WARN);
  }

  @ParameterizedTest
  @CsvSource({
    "AuthenticAMD,'','AuthenticAMD, MKL_DEBUG_CPU_TYPE=5 is set'",
    "GenuineIntel,'','GenuineIntel, MKL chooses by itself'",
    "AuthenticAMD,1,'AuthenticAMD, MKL_DEBUG_CPU_TYPE=1 by the environment'"
  })
  void tellsWhichWayMklTakes(String vendor, String chosen, String found) {
    assertThat(BigDlChecks.mkl(new Processor(vendor), chosen).found()).isEqualTo(found);
  }

  private BigDlChecks bigdl() {
    Installation installation = new Installation(folder);
    return new BigDlChecks(installation.runtime(SparkVersion.SPARK_2_4), Repair.of(installation));
  }

  private Path runtime() {
    return folder.resolve("deploy/spark-2.4/target/runtime");
  }

  private void jars(String... names) throws IOException {
    Path jars = Files.createDirectories(runtime().resolve("jars"));
    for (String name : names) {
      Files.createFile(jars.resolve(name + ".jar"));
    }
  }

  @Test
  void missesMaven() {
    Finding finding =
        new BuildChecks(new Installation(folder)).maven(folder.resolve("no-mvn").toString());

    assertThat(finding.status()).isEqualTo(Status.WARN);
    assertThat(finding.advice()).contains("Maven 3.8");
  }

  @Test
  void foldersNeedNotBeThereYetAndAreNotMade() {
    String runs = folder.resolve("a/b/runs").toString();

    assertThat(folders.writable("runs", runs).status()).isEqualTo(Status.OK);
    assertThat(folders.commits("catalog commits", runs).status()).isEqualTo(Status.OK);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aFileIsNoFolder() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));

    assertThat(folders.writable("runs", file.resolve("runs").toString()).status())
        .isEqualTo(Status.FAIL);
  }

  @Test
  void anUnknownFileSystemIsNamed() {
    Finding finding = folders.writable("catalog", "nofs://host/catalog");

    assertThat(finding.status()).isEqualTo(Status.FAIL);
    assertThat(finding.found()).contains("nofs");
    assertThat(finding.advice()).contains("--catalog");
  }
}
