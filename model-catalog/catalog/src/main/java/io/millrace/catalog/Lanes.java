package io.millrace.catalog;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.SessionOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** The lanes of one model. Thread-safe; the owner closes it when no lane is in use. */
final class Lanes implements AutoCloseable {
  private final List<Lane> all;
  private final AffinePool<Lane> free;
  private final AtomicInteger shared = new AtomicInteger();

  private Lanes(List<Lane> all) {
    this.all = all;
    this.free = new AffinePool<>(all);
  }

  /**
   * @throws CatalogException if the model's inputs and outputs are not those of the signature
   */
  static Lanes open(Signature signature, int count, Lane.Opening opening) throws OrtException {
    List<Lane> lanes = new ArrayList<>();
    try (SessionOptions options = options()) {
      lanes.add(Lane.open(opening, options));
      SignatureCheck.requireSame(lanes.get(0).model(), signature);
      while (lanes.size() < count) {
        lanes.add(Lane.open(opening, options));
      }
      return new Lanes(lanes);
    } catch (OrtException | RuntimeException e) {
      close(lanes);
      throw e;
    }
  }

  private static SessionOptions options() throws OrtException {
    SessionOptions options = new SessionOptions();
    options.setIntraOpNumThreads(1);
    options.setInterOpNumThreads(1);
    options.setExecutionMode(SessionOptions.ExecutionMode.SEQUENTIAL);
    return options;
  }

  /** What is done on a lane. */
  @FunctionalInterface
  interface Use<T> {
    T on(Lane lane) throws OrtException;
  }

  /** Does it on a lane of this thread's own, or on one that others use too if there are too few. */
  <T> T use(Use<T> use) throws OrtException {
    Lane own = free.take();
    if (own == null) {
      return use.on(all.get(Math.floorMod(shared.getAndIncrement(), all.size())));
    }
    try {
      return use.on(own);
    } finally {
      free.give(own);
    }
  }

  @Override
  public void close() throws OrtException {
    close(all);
  }

  private static void close(List<Lane> lanes) throws OrtException {
    for (Lane lane : lanes) {
      lane.close();
    }
  }
}
