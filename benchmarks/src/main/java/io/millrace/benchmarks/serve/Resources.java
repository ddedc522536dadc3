package io.millrace.benchmarks.serve;

import com.sun.management.UnixOperatingSystemMXBean;
import io.millrace.benchmarks.measure.Figures;
import java.lang.management.ManagementFactory;
import java.util.Map;

/**
 * What this process holds.
 *
 * @param heapMb after a collection
 * @param handles of files and sockets
 */
record Resources(double heapMb, long handles) {
  private static final double LIMIT_HEAP_GROWTH_MB = 8;
  private static final double LIMIT_HANDLES_GROWTH = 16;

  static Resources now() {
    System.gc();
    return new Resources(
        ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / 1e6,
        ((UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
            .getOpenFileDescriptorCount());
  }

  /**
   * Prints by how much it has grown since.
   *
   * @param name first part of the figures' names
   * @return whether that is within the limits
   */
  boolean report(String name) {
    Resources now = now();
    double heapGrowth = now.heapMb - heapMb;
    long handlesGrowth = now.handles - handles;
    Figures.print(
        name + ".heapGrowthMb",
        Figures.rounded(heapGrowth),
        Map.of("limit", LIMIT_HEAP_GROWTH_MB, "heapMb", Figures.rounded(heapMb)));
    Figures.print(name + ".handlesGrowth", handlesGrowth, Map.of("limit", LIMIT_HANDLES_GROWTH));
    return heapGrowth <= LIMIT_HEAP_GROWTH_MB && handlesGrowth <= LIMIT_HANDLES_GROWTH;
  }
}
