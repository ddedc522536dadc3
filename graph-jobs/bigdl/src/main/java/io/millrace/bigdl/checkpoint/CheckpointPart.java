package io.millrace.bigdl.checkpoint;

import io.millrace.bigdl.kernel.Updates;
import io.millrace.handoff.Storage;
import io.millrace.network.SafeTensors;
import io.millrace.network.Tensor;
import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * What one executor knows at the end of an epoch.
 *
 * @param begin first parameter of its slice
 * @param weights of the slice
 * @param updates the optimiser's state of the slice
 */
public record CheckpointPart(int begin, float[] weights, Updates updates) {
  private static final String WEIGHTS = "weights";
  private static final String FIRST = "first";
  private static final String SECOND = "second";

  /**
   * Where executors write and read.
   *
   * @param root folder of all checkpoints of a training
   * @param from name of the checkpoint to begin with, null for none
   * @param begins first parameter of each of its parts
   * @param hadoop the driver's Hadoop properties
   */
  public record Folders(
      String root, @Nullable String from, List<Integer> begins, Map<String, String> hadoop)
      implements Serializable {
    /** Writes a part of the checkpoint after so many epochs. */
    public void write(int epochs, int partition, CheckpointPart part) throws IOException {
      storage()
          .write(
              new Path(Checkpoints.parts(new Path(root), epochs), file(partition)), part.bytes());
    }

    /** Reads the state of a slice from the checkpoint to begin with, however it was cut. */
    public void restore(int begin, Updates updates) throws IOException {
      if (from == null) {
        return;
      }
      Storage storage = storage();
      for (int p = 0; p < begins.size(); p++) {
        Map<String, Tensor> tensors =
            SafeTensors.read(storage.read(new Path(new Path(root, from), file(p))));
        overlap(tensors.get(FIRST), begins.get(p), begin, updates.first());
        overlap(tensors.get(SECOND), begins.get(p), begin, updates.second());
      }
    }

    private Storage storage() {
      Configuration configuration = new Configuration(false);
      hadoop.forEach(configuration::set);
      return new Storage(configuration);
    }
  }

  static String file(int partition) {
    return "part-%05d.safetensors".formatted(partition);
  }

  /** A file of weights alone. */
  static byte[] bytes(float[] weights) {
    return SafeTensors.write(List.of(tensor(WEIGHTS, weights)));
  }

  private byte[] bytes() {
    return SafeTensors.write(
        List.of(
            tensor(WEIGHTS, weights),
            tensor(FIRST, updates.first()),
            tensor(SECOND, updates.second())));
  }

  private static Tensor tensor(String name, float[] values) {
    return new Tensor.Floats(name, new long[] {values.length}, values);
  }

  /** The weights of a part that was written. */
  static float[] weights(byte[] part) {
    return floats(SafeTensors.read(part).get(WEIGHTS));
  }

  private static float[] floats(Tensor tensor) {
    if (tensor instanceof Tensor.Floats floats) {
      return floats.values();
    }
    throw new IllegalArgumentException(
        "Cannot read a part of a checkpoint: found %s (expected floats).".formatted(tensor));
  }

  private static void overlap(Tensor from, int fromBegin, int begin, float[] to) {
    float[] values = floats(from);
    int first = Math.max(begin, fromBegin);
    int last = Math.min(begin + to.length, fromBegin + values.length);
    if (first < last) {
      System.arraycopy(values, first - fromBegin, to, first - begin, last - first);
    }
  }
}
