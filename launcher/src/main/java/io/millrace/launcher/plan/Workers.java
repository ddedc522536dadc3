package io.millrace.launcher.plan;

/**
 * The processes that do the work.
 *
 * @param cores that work at the same time, in all of them together
 * @param heapBytesPerCore heap of a process for each of its cores
 */
public record Workers(int cores, long heapBytesPerCore) {
  private static final long SMALLEST_PAGE = 1L << 20;
  private static final long LARGEST_PAGE = 64L << 20;

  /** Spark divides what a core has by this much for its pages, and rounds up to a power of 2. */
  private static final int PAGES_PER_CORE = 16;

  /** The part of the heap that Spark manages. */
  private static final double MANAGED = 0.6;

  /** Memory of this many pages for each core, in bytes. */
  long pages(double perCore) {
    return (long) (perCore * cores * pageBytes());
  }

  private long pageBytes() {
    long size = (long) (heapBytesPerCore * MANAGED / PAGES_PER_CORE);
    long rounded = Long.highestOneBit(Math.max(1, size - 1)) << 1;
    return Math.max(SMALLEST_PAGE, Math.min(LARGEST_PAGE, rounded));
  }
}
