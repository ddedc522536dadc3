package io.millrace.benchmarks.serve;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * What threads did in some seconds.
 *
 * @param perSecond calls
 * @param p99Ms the time that 99 of 100 calls took at most
 */
record Load(double perSecond, double p99Ms) {
  private static final int NANOS_PER_MS = 1_000_000;

  /** Calls a thing from several threads, each as often as it can. */
  static Load of(int threads, int seconds, List<Callable<Void>> calls) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Future<List<Long>>> parts = new ArrayList<>();
      long begin = System.nanoTime();
      for (int thread = 0; thread < threads; thread++) {
        Callable<Void> call = calls.get(thread);
        parts.add(pool.submit(() -> repeat(call, begin + seconds * 1_000_000_000L)));
      }
      List<Long> times = new ArrayList<>();
      for (Future<List<Long>> part : parts) {
        times.addAll(part.get());
      }
      double elapsed = (System.nanoTime() - begin) / 1e9;
      long[] sorted = times.stream().mapToLong(Long::longValue).toArray();
      Arrays.sort(sorted);
      long p99 = sorted[(int) Math.min(sorted.length - 1L, sorted.length * 99L / 100)];
      return new Load(times.size() / elapsed, (double) p99 / NANOS_PER_MS);
    } finally {
      pool.shutdownNow();
    }
  }

  private static List<Long> repeat(Callable<Void> call, long end) throws Exception {
    List<Long> times = new ArrayList<>();
    for (long now = System.nanoTime(); now < end; ) {
      call.call();
      long then = System.nanoTime();
      times.add(then - now);
      now = then;
    }
    return times;
  }
}
