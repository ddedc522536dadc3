package io.millrace.bigdl.checkpoint;

import io.millrace.bigdl.data.RowRange;
import io.millrace.handoff.Digests;
import io.millrace.handoff.Json;
import io.millrace.handoff.Storage;
import io.millrace.spec.model.TrainingSettings.Deep.StopOn;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * The checkpoints of one training, on any Hadoop file system. Executors write parts into {@code
 * epoch-N.parts}; the driver reads them back, adds {@code checkpoint.json} and renames the folder
 * to {@code epoch-N}: a checkpoint is there whole or not at all.
 */
public final class Checkpoints {
  private static final Pattern NAME = Pattern.compile("epoch-(\\d+)");
  private static final String FILE = "checkpoint.json";
  private static final String BEST = "best.safetensors";

  private final Storage storage;
  private final Path root;
  private final Consumer<String> warnings;
  private final StopOn stopOn;

  /**
   * @param stopOn what makes the best epoch, which is kept
   * @param warnings hears of checkpoints that cannot be used
   */
  public Checkpoints(Storage storage, Path root, StopOn stopOn, Consumer<String> warnings) {
    this.storage = storage;
    this.stopOn = stopOn;
    this.root = root;
    this.warnings = warnings;
  }

  public Path root() {
    return root;
  }

  /**
   * A checkpoint with all parameters.
   *
   * @param weights of its own epoch
   * @param best those of the best epoch
   */
  public record Restored(String name, Checkpoint checkpoint, float[] weights, float[] best) {}

  static Path parts(Path root, int epochs) {
    return new Path(root, name(epochs) + ".parts");
  }

  private static String name(int epochs) {
    return "epoch-%05d".formatted(epochs);
  }

  /**
   * Reads back the weights that executors have written at the end of an epoch.
   *
   * @param parameters of the network
   * @throws IOException if a part is missing or damaged
   */
  public float[] written(int epochs, int executors, int parameters) throws IOException {
    float[] weights = new float[parameters];
    for (int p = 0; p < executors; p++) {
      byte[] part = storage.read(new Path(parts(root, epochs), CheckpointPart.file(p)));
      put(part, (int) RowRange.begin(parameters, executors, p), weights);
    }
    return weights;
  }

  /** Removes the parts of an epoch that becomes no checkpoint. */
  public void discard(int epochs) throws IOException {
    storage.fs(root).delete(parts(root, epochs), true);
  }

  /**
   * Makes the parts of an epoch a checkpoint, and removes those that nobody needs any more.
   *
   * @param best weights of the best epoch
   */
  public void commit(
      int epochs, int executors, int parameters, float[] best, List<EpochRecord> history)
      throws IOException {
    Path folder = parts(root, epochs);
    List<Checkpoint.Part> files = new ArrayList<>();
    for (int p = 0; p < executors; p++) {
      String file = CheckpointPart.file(p);
      files.add(
          new Checkpoint.Part(
              file,
              (int) RowRange.begin(parameters, executors, p),
              Digests.of(storage.read(new Path(folder, file)))));
    }
    Checkpoint checkpoint =
        new Checkpoint(
            Checkpoint.VERSION, epochs, files, best(folder, epochs, best, history), history);
    storage.writeJson(new Path(folder, FILE), checkpoint);
    FileSystem fs = storage.fs(root);
    Path whole = new Path(root, name(epochs));
    fs.delete(whole, true);
    if (!fs.rename(folder, whole)) {
      throw new IOException(
          "Cannot keep the checkpoint of epoch %d: '%s' could not be renamed to '%s'."
              .formatted(epochs, folder, whole));
    }
    forget();
  }

  private Checkpoint.@Nullable Part best(
      Path folder, int epochs, float[] weights, List<EpochRecord> history) throws IOException {
    if (EpochRecord.best(history, stopOn) == epochs) {
      return null;
    }
    byte[] bytes = CheckpointPart.bytes(weights);
    storage.write(new Path(folder, BEST), bytes);
    return new Checkpoint.Part(BEST, 0, Digests.of(bytes));
  }

  /** Keeps the newest two. */
  private void forget() throws IOException {
    List<Integer> found = epochs();
    found.sort(Comparator.reverseOrder());
    for (int epochs : found.subList(Math.min(2, found.size()), found.size())) {
      storage.fs(root).delete(new Path(root, name(epochs)), true);
    }
  }

  /** The newest checkpoint that is whole; damaged ones are passed over with a warning. */
  public Optional<Restored> newest(int parameters) throws IOException {
    List<Integer> found = epochs();
    found.sort(Comparator.reverseOrder());
    for (int epochs : found) {
      try {
        return Optional.of(read(epochs, parameters));
      } catch (IOException | IllegalArgumentException e) {
        warnings.accept(
            "Checkpoint '%s' is passed over: %s"
                .formatted(new Path(root, name(epochs)), e.getMessage()));
      }
    }
    return Optional.empty();
  }

  /**
   * @throws IOException if it is missing or damaged
   */
  private Restored read(int epochs, int parameters) throws IOException {
    Path folder = new Path(root, name(epochs));
    Path file = new Path(folder, FILE);
    Checkpoint checkpoint =
        Json.read(storage.read(file), Checkpoint.class, Checkpoint.VERSION, file.toString());
    float[] weights = new float[parameters];
    for (Checkpoint.Part part : checkpoint.parts()) {
      put(folder, part, weights);
    }
    float[] best = weights;
    if (checkpoint.best() != null) {
      best = new float[parameters];
      put(folder, checkpoint.best(), best);
    }
    return new Restored(name(epochs), checkpoint, weights, best);
  }

  private void put(Path folder, Checkpoint.Part part, float[] weights) throws IOException {
    Path path = new Path(folder, part.file());
    byte[] bytes = storage.read(path);
    String digest = Digests.of(bytes);
    if (!digest.equals(part.sha256())) {
      throw new IOException(
          "Cannot read '%s': its SHA-256 is %s (expected %s)."
              .formatted(path, digest, part.sha256()));
    }
    put(bytes, part.begin(), weights);
  }

  private static void put(byte[] part, int begin, float[] weights) throws IOException {
    float[] slice = CheckpointPart.weights(part);
    if (begin + slice.length > weights.length) {
      throw new IOException(
          "Cannot use a part of a checkpoint: it holds %d numbers from %d on (expected at most %d in all)."
              .formatted(slice.length, begin, weights.length));
    }
    System.arraycopy(slice, 0, weights, begin, slice.length);
  }

  private List<Integer> epochs() throws IOException {
    List<Integer> epochs = new ArrayList<>();
    FileSystem fs = storage.fs(root);
    if (!fs.exists(root)) {
      return epochs;
    }
    for (FileStatus status : fs.listStatus(root)) {
      Matcher matcher = NAME.matcher(status.getPath().getName());
      if (matcher.matches()) {
        epochs.add(Integer.parseInt(matcher.group(1)));
      }
    }
    return epochs;
  }
}
