package io.millrace.launcher.run;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/**
 * What this machine, or the container around it, has.
 *
 * @param memoryBytes physical memory; a container's limit counts
 */
public record Machine(int cores, long memoryBytes) {
  private static final long GIGABYTE = 1L << 30;
  private static final long LEAST_HEAP = GIGABYTE;
  private static final long LARGEST_HEAP = 8 * GIGABYTE;

  public static Machine current() {
    OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    return new Machine(Runtime.getRuntime().availableProcessors(), system.getTotalMemorySize());
  }

  /** Heap for a job that nobody gave one: half of the memory, from 1 to 8 GB. */
  long heapBytes() {
    return Math.max(LEAST_HEAP, Math.min(LARGEST_HEAP, memoryBytes / 2));
  }
}
