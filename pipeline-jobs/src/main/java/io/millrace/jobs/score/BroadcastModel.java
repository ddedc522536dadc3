package io.millrace.jobs.score;

import io.millrace.catalog.FileCache;
import io.millrace.catalog.OnnxScorer;
import io.millrace.catalog.Signature;
import io.millrace.handoff.Digests;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * A verified model on its way from the driver to executors. An executor takes it from the cache of
 * its machine; only where it is not there, one of the machine's executors gets it by Spark's own
 * broadcast and keeps it there. So executors need neither a way to the catalog nor a token, and all
 * score with the bytes that the driver has verified.
 */
public final class BroadcastModel implements Serializable {
  private static final long serialVersionUID = 1;

  private final String sha256;
  private final byte[] signature;
  private final Broadcast<byte[]> onnx;
  private final boolean cached;

  private BroadcastModel(String sha256, byte[] signature, Broadcast<byte[]> onnx, boolean cached) {
    this.sha256 = sha256;
    this.signature = signature;
    this.onnx = onnx;
    this.cached = cached;
  }

  /**
   * @param onnx of a model that scores rows one by one
   */
  public static BroadcastModel of(SparkContext spark, byte[] onnx, Signature signature) {
    // Where tasks run in the driver, the bytes are in memory already.
    boolean remote = !spark.isLocal();
    return of(spark, onnx, signature, remote);
  }

  static BroadcastModel of(SparkContext spark, byte[] onnx, Signature signature, boolean cached) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark);
    return new BroadcastModel(
        Digests.of(onnx), signature.toJson(), context.broadcast(onnx), cached);
  }

  /** What it takes and gives. */
  public Signature signature() {
    return Signature.fromJson(signature);
  }

  /** The model in this process, loaded once for all tasks; the caller closes the hold. */
  public ExecutorModels.Hold hold() {
    return ExecutorModels.hold(
        sha256, () -> OnnxScorer.open(bytes(FileCache.ofUser()), signature()));
  }

  /** Takes it from Spark; what is in caches stays. */
  void destroy() {
    onnx.destroy();
  }

  byte[] bytes(FileCache cache) {
    if (!cached) {
      return onnx.value();
    }
    try {
      Optional<InputStream> kept = cache.open(sha256, out -> out.write(onnx.value()));
      if (kept.isEmpty()) {
        return onnx.value();
      }
      try (InputStream in = kept.get()) {
        return in.readAllBytes();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the model from the cache", e);
    }
  }
}
