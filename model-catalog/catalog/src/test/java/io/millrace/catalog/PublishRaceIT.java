package io.millrace.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Publishers in processes of their own: only there do locks of one process not help by accident.
 */
class PublishRaceIT {
  private static final int PROCESSES = 4;
  private static final int RUNS = 25;
  private static final int SHARED_RUNS = 5;

  @TempDir private Path root;

  @Test
  @Timeout(300)
  void noVersionIsLostOrGivenTwice() throws IOException, InterruptedException {
    List<String> said = race(root.toString(), PROCESSES, RUNS, SHARED_RUNS);

    List<String> created = said.stream().filter(line -> line.endsWith("true")).toList();
    assertThat(created).filteredOn(line -> line.startsWith("own")).hasSize(PROCESSES * RUNS);
    assertThat(created).filteredOn(line -> line.startsWith("shared")).hasSize(SHARED_RUNS);
    assertThat(said).hasSize(PROCESSES * (RUNS + SHARED_RUNS));
    assertSound(Catalog.open(root.toString()), created);
  }

  static void assertSound(Catalog catalog, List<String> created) {
    List<Integer> numbers =
        created.stream().map(line -> Integer.valueOf(line.split(" ", -1)[1])).sorted().toList();
    assertThat(numbers)
        .containsExactlyElementsOf(IntStream.rangeClosed(1, created.size()).boxed().toList());
    ModelEntry model = catalog.entry(TinyModels.MODEL);
    assertThat(model.versions()).hasSize(created.size());
    assertThat(model.versions()).extracting(VersionEntry::runId).doesNotHaveDuplicates();
    assertThat(catalog.resolve(TinyModels.MODEL).version()).isEqualTo(created.size());
    VerifyReport report = catalog.verify();
    assertThat(report.problems()).isEmpty();
    assertThat(report.orphans()).isEmpty();
    assertThat(report.entries()).isEqualTo(created.size());
  }

  static List<String> race(String root, int processes, int runs, int sharedRuns)
      throws IOException, InterruptedException {
    List<ChildJvm> children = new ArrayList<>();
    try (RaceReader reader = RaceReader.start(root, TinyModels.MODEL)) {
      for (int child = 0; child < processes; child++) {
        children.add(ChildJvm.publisher(root, "child" + child, runs, sharedRuns));
      }
      for (ChildJvm child : children) {
        child.awaitReady();
      }
      for (ChildJvm child : children) {
        child.go();
      }
      List<String> said = new ArrayList<>();
      for (ChildJvm child : children) {
        said.addAll(child.finish());
      }
      assertThat(reader.end()).isPositive();
      return said;
    } finally {
      children.forEach(ChildJvm::close);
    }
  }
}
