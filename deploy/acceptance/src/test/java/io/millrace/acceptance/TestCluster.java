package io.millrace.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A master and two workers of one version of Spark, as {@code deploy/standalone} starts them. */
final class TestCluster {
  private final Path folder;
  private final String version;
  private final String master;

  private TestCluster(Path folder, String version, String master) {
    this.folder = folder;
    this.version = version;
    this.master = master;
  }

  /** Starts a cluster whose files lie below a folder. */
  static TestCluster start(Path folder, String version) throws Exception {
    Launch.Ended started = script(folder, version, "start");
    assertThat(started.code()).as(started.err()).isZero();
    return new TestCluster(folder, version, started.out().strip());
  }

  /** Ends clusters, those too that follow one that does not end well. */
  static void stopAll(TestCluster... clusters) throws Exception {
    StringBuilder said = new StringBuilder();
    for (TestCluster cluster : clusters) {
      if (cluster != null) {
        said.append(script(cluster.folder, cluster.version, "stop").out());
      }
    }
    assertThat(said.toString().lines()).allMatch(line -> line.equals("Ended 3 processes."));
  }

  private static Launch.Ended script(Path folder, String version, String verb) throws Exception {
    return Launch.run(
        folder,
        Map.of(
            "MILLRACE_CLUSTER_DIR", folder.resolve("cluster-" + version).toString(),
            "MASTER_PORT", "0",
            "MASTER_WEBUI_PORT", "0",
            "WORKER_WEBUI_PORT", "0",
            "WORKER_MEMORY", "1400m"),
        List.of(Launch.HOME.resolve("deploy/standalone/cluster").toString(), verb, version));
  }

  String master() {
    return master;
  }

  /** Processes of executors that are alive: the children of the workers. */
  List<ProcessHandle> executors() throws IOException {
    List<ProcessHandle> executors = new ArrayList<>();
    for (String worker : List.of("worker-1", "worker-2")) {
      Path file = folder.resolve("cluster-" + version).resolve(worker + ".pid");
      long pid = Long.parseLong(Files.readString(file).strip());
      executors.addAll(ProcessHandle.of(pid).orElseThrow().children().toList());
    }
    return executors;
  }

  /** Names of the files of all checkpoints below a folder of runs. */
  static Set<String> checkpointParts(Path runs) throws IOException {
    try (Stream<Path> files = Files.walk(runs)) {
      return files
          .filter(p -> p.toString().contains("/checkpoints/"))
          .map(p -> p.getFileName().toString())
          .collect(Collectors.toSet());
    }
  }
}
