package io.millrace.jobs.score;

import io.millrace.catalog.OnnxScorer;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** The models that this process has loaded. Those that no task holds stay for a while. */
public final class ExecutorModels {
  private static final int MOST_IDLE = 4;

  /** The one used longest ago first. */
  private static final Map<String, Loaded> LOADED = new LinkedHashMap<>(16, 0.75f, true);

  private ExecutorModels() {}

  private static final class Loaded {
    private final OnnxScorer scorer;
    private int holds;

    Loaded(OnnxScorer scorer) {
      this.scorer = scorer;
    }
  }

  /** Others wait while a model is loaded: they want the same. */
  static synchronized Hold hold(String sha256, Supplier<OnnxScorer> load) {
    Loaded loaded = LOADED.computeIfAbsent(sha256, any -> new Loaded(load.get()));
    loaded.holds++;
    return new Hold(loaded);
  }

  private static synchronized void release(Loaded loaded) {
    loaded.holds--;
    long idle = LOADED.values().stream().filter(each -> each.holds == 0).count();
    Iterator<Loaded> eldestFirst = LOADED.values().iterator();
    while (idle > MOST_IDLE && eldestFirst.hasNext()) {
      Loaded each = eldestFirst.next();
      if (each.holds == 0) {
        eldestFirst.remove();
        each.scorer.close();
        idle--;
      }
    }
  }

  /** A model that stays loaded until this is closed. */
  public static final class Hold implements AutoCloseable {
    private final Loaded loaded;
    private boolean closed;

    private Hold(Loaded loaded) {
      this.loaded = loaded;
    }

    /** Must not be closed. */
    public OnnxScorer scorer() {
      return loaded.scorer;
    }

    @Override
    public synchronized void close() {
      if (!closed) {
        closed = true;
        release(loaded);
      }
    }
  }
}
