package io.millrace.server.score;

import io.millrace.catalog.Catalog;
import io.millrace.catalog.OnnxScorer;
import io.millrace.catalog.Signature;
import io.millrace.catalog.VersionContent;
import io.millrace.catalog.VersionEntry;
import io.millrace.server.operate.ServerMetrics;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The versions in memory. Where an alias has moved, the version that it pointed to answers until
 * the new one is loaded, so that no request waits for it or is dropped. The owner closes it when no
 * request is under way.
 */
final class LoadedModels implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LoadedModels.class);
  private static final long RETRY_NANOS = 10_000_000_000L;

  private final Catalog catalog;
  private final int threads;
  private final int maxModels;
  private final ServerMetrics metrics;
  private final ExecutorService loader;
  // By data id, the one used longest ago first.
  private final Map<String, Slot> slots = new LinkedHashMap<>(16, 0.75f, true);
  // The data id that last answered for a reference.
  private final Map<String, String> answered = new HashMap<>();

  LoadedModels(Catalog catalog, int threads, int maxModels, ServerMetrics metrics) {
    this.catalog = catalog;
    this.threads = threads;
    this.maxModels = maxModels;
    this.metrics = metrics;
    loader =
        Executors.newSingleThreadExecutor(
            task -> {
              Thread thread = new Thread(task, "model-loader");
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * @param failedNanos when loading failed, 0 if it did not
   */
  private record Slot(CompletableFuture<LoadedModel> model, long failedNanos) {
    boolean isLoaded() {
      return model.isDone() && !model.isCompletedExceptionally();
    }

    boolean mayRetry() {
      return model.isCompletedExceptionally() && System.nanoTime() - failedNanos > RETRY_NANOS;
    }
  }

  /**
   * A model that answers for a reference now; the caller releases it.
   *
   * @param reference {@code team/model@alias} or {@code team/model/3}
   * @param target the version that it points to
   */
  LoadedModel acquire(String reference, VersionEntry target) {
    while (true) {
      LoadedModel model = await(choose(reference, target));
      if (model.hold()) {
        return model;
      }
    }
  }

  /** Never waits for a load while it holds the lock. */
  private synchronized CompletableFuture<LoadedModel> choose(
      String reference, VersionEntry target) {
    Slot slot = slots.get(target.dataId());
    if (slot == null || slot.mayRetry()) {
      slot = load(target);
    }
    if (slot.isLoaded()) {
      answered.put(reference, target.dataId());
      return slot.model();
    }
    Slot former = former(reference);
    return former != null ? former.model() : slot.model();
  }

  private @Nullable Slot former(String reference) {
    String dataId = answered.get(reference);
    Slot slot = dataId == null ? null : slots.get(dataId);
    return slot != null && slot.isLoaded() ? slot : null;
  }

  private Slot load(VersionEntry target) {
    CompletableFuture<LoadedModel> model = new CompletableFuture<>();
    Slot slot = new Slot(model, 0);
    slots.put(target.dataId(), slot);
    loader.execute(() -> load(target, model));
    return slot;
  }

  private void load(VersionEntry target, CompletableFuture<LoadedModel> model) {
    try {
      String reference = target.name() + "/" + target.version();
      VersionContent content = catalog.content(reference);
      Signature signature = content.signature();
      byte[] onnx = content.read("model.onnx");
      model.complete(
          signature.tensors() == null
              ? new RowModel(target, OnnxScorer.open(onnx, signature, threads))
              : GraphModel.open(target, signature, onnx));
      LOG.info("Loaded {} version {}", target.name(), target.version());
      evict();
    } catch (RuntimeException | Error e) {
      LOG.error("Cannot load {} version {}", target.name(), target.version(), e);
      metrics.loadFailed();
      failed(target, model);
      model.completeExceptionally(e);
    }
  }

  private synchronized void failed(VersionEntry target, CompletableFuture<LoadedModel> model) {
    slots.put(target.dataId(), new Slot(model, System.nanoTime()));
  }

  /** What is held by requests is closed when the last of them is answered. */
  private synchronized void evict() {
    Iterator<Slot> eldestFirst = slots.values().iterator();
    int surplus = slots.size() - maxModels;
    while (surplus > 0 && eldestFirst.hasNext()) {
      Slot slot = eldestFirst.next();
      if (slot.model().isDone()) {
        eldestFirst.remove();
        surplus--;
        if (slot.isLoaded()) {
          slot.model().join().release();
        }
      }
    }
    answered.values().removeIf(dataId -> !slots.containsKey(dataId));
    metrics.loaded(slots.size());
  }

  private static LoadedModel await(CompletableFuture<LoadedModel> model) {
    try {
      return model.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException failure
          ? failure
          : new IllegalStateException("The model could not be loaded", e.getCause());
    }
  }

  @Override
  public synchronized void close() {
    loader.shutdown();
    slots.values().stream().filter(Slot::isLoaded).forEach(slot -> slot.model().join().release());
    slots.clear();
  }
}
