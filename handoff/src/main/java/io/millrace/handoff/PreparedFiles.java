package io.millrace.handoff;

import io.millrace.spec.data.DatasetManifest;
import io.millrace.spec.feature.FeaturePlan;
import io.millrace.spec.graph.GraphManifest;
import java.io.IOException;
import org.apache.hadoop.fs.Path;

/** The contract files beside prepared data, as every engine and job reads them. */
public final class PreparedFiles {
  private PreparedFiles() {}

  /** The feature plan that the step {@code features} wrote into its output folder. */
  public static FeaturePlan featurePlan(Storage storage, Path features) throws IOException {
    Path file = new Path(features, "feature-plan.json");
    return Json.read(storage.read(file), FeaturePlan.class, FeaturePlan.VERSION, file.toString());
  }

  /**
   * The manifest of a data set.
   *
   * @throws IOException if there is none, which means that the data set is not whole
   */
  public static DatasetManifest manifest(Storage storage, Path dataset) throws IOException {
    Path file = new Path(dataset, "manifest.json");
    byte[] bytes =
        finished(
            storage,
            file,
            "Cannot read data set '%s': it has no manifest, so it was never finished. Run its step again.");
    return Json.read(bytes, DatasetManifest.class, DatasetManifest.VERSION, file.toString());
  }

  /**
   * What the step {@code graph} says of the graph that it made.
   *
   * @throws IOException if it says nothing, which means that the graph is not whole
   */
  public static GraphManifest graph(Storage storage, Path folder) throws IOException {
    Path file = new Path(folder, "graph.json");
    byte[] bytes =
        finished(
            storage,
            file,
            "Cannot read graph '%s': it has no graph.json, so it was never finished. Run the step 'graph' again.");
    return Json.read(bytes, GraphManifest.class, GraphManifest.VERSION, file.toString());
  }

  /**
   * What a step writes last.
   *
   * @param message where it is missing, with a place for the folder
   */
  private static byte[] finished(Storage storage, Path file, String message) throws IOException {
    return storage
        .readIfPresent(file)
        .orElseThrow(() -> new IOException(message.formatted(file.getParent())));
  }
}
