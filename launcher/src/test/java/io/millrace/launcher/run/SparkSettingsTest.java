package io.millrace.launcher.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.spec.ResourceSpec;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SparkSettingsTest {
  private static final long GIGABYTE = 1L << 30;
  private static final Machine MACHINE = new Machine(6, 10 * GIGABYTE);
  private static final Path SCRATCH = Path.of("/scratch");

  @Test
  void takesWhatTheMachineHas() {
    SparkSettings settings = settings(null, new ResourceSpec(null, null, null), Map.of());

    assertThat(settings.master()).isEqualTo("local[6]");
    assertThat(settings.driverHeapBytes()).isEqualTo(5 * GIGABYTE);
  }

  @Test
  void theDefinitionWinsOverTheMachine() {
    SparkSettings settings = settings(null, new ResourceSpec(2, 3 * GIGABYTE, null), Map.of());

    assertThat(settings.master()).isEqualTo("local[2]");
    assertThat(settings.driverHeapBytes()).isEqualTo(3 * GIGABYTE);
  }

  @ParameterizedTest
  @CsvSource({"1,1", "3,1", "8,4", "64,8"})
  void theHeapIsHalfTheMemoryFromOneToEightGigabytes(long memory, long heap) {
    assertThat(new Machine(1, memory * GIGABYTE).heapBytes() / GIGABYTE).isEqualTo(heap);
  }

  @Test
  void aClusterGivesTheDefinitionsResourcesToExecutors() {
    SparkSettings settings =
        settings("spark://127.0.0.1:7077", new ResourceSpec(2, 3 * GIGABYTE, 4), Map.of());

    assertThat(settings.driverHeapBytes()).isEqualTo(GIGABYTE);
    assertThat(settings.cores()).isEqualTo(8);
    assertThat(settings.conf(SCRATCH))
        .containsEntry("spark.executor.memory", "3072m")
        .containsEntry("spark.executor.cores", "2")
        .containsEntry("spark.cores.max", "8")
        .containsEntry("spark.driver.host", "127.0.0.1");
  }

  @Test
  void aRemoteMasterMayReachTheDriver() {
    SparkSettings settings =
        settings("spark://far.example:7077", new ResourceSpec(null, null, null), Map.of());

    assertThat(settings.conf(SCRATCH)).doesNotContainKey("spark.driver.bindAddress");
  }

  @Test
  void theUserWinsButTheClockStaysUtc() {
    SparkSettings settings =
        settings(
            null,
            new ResourceSpec(null, null, null),
            Map.of("spark.ui.enabled", "true", "spark.executor.extraJavaOptions", "-Dx=1"));

    assertThat(settings.conf(SCRATCH))
        .containsEntry("spark.ui.enabled", "true")
        .containsEntry("spark.executor.extraJavaOptions", "-Duser.timezone=UTC -Dx=1")
        .containsEntry("spark.sql.session.timeZone", "UTC");
  }

  @Test
  void sparkWorksInTheFolderOfItsProcessUnlessTheUserNamesAnother() {
    ResourceSpec resources = new ResourceSpec(null, null, null);

    assertThat(settings(null, resources, Map.of()).conf(SCRATCH))
        .containsEntry("spark.local.dir", "/scratch");
    assertThat(settings(null, resources, Map.of("spark.local.dir", "/big,/disks")).conf(SCRATCH))
        .containsEntry("spark.local.dir", "/big,/disks");
  }

  @ParameterizedTest
  @CsvSource({"local,1", "local[*],6", "local[3],3", "'local[2,4]',2"})
  void countsTheCoresOfLocalMasters(String master, int cores) {
    assertThat(settings(master, new ResourceSpec(null, null, null), Map.of()).cores())
        .isEqualTo(cores);
  }

  private static SparkSettings settings(
      @Nullable String master, ResourceSpec resources, Map<String, String> conf) {
    return new SparkSettings(master, conf, resources, MACHINE);
  }
}
