package io.millrace.bigdl.engine;

/**
 * The size of BigDL's thread pool on an executor. By default it has 50 threads for each core and
 * gives each piece of work to another one, so that a core finds neither its caches nor MKL's
 * buffers as it left them; and gradients are cut into as many pieces as there are threads to add
 * them up.
 */
final class CorePool {
  private static final String SIZE = "bigdl.utils.Engine.defaultPoolSize";

  private CorePool() {}

  /** Must run before BigDL starts its engine on an executor; what a user chose stays. */
  static synchronized void fit(int cores) {
    if (System.getProperty(SIZE) == null) {
      // With a single thread BigDL uses the caller's instead, also for what should not wait for it.
      System.setProperty(SIZE, String.valueOf(Math.max(2, cores)));
    }
  }
}
