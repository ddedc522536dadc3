package io.millrace.benchmarks.prepare;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/**
 * Time since its start, on the wall and of this JVM's processors. The second counts compilers and
 * garbage collectors too, and hardly changes when other programs want the processors.
 */
final class Stopwatch {
  private static final OperatingSystemMXBean SYSTEM =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  private final long begin = System.nanoTime();
  private final long cpuBegin = SYSTEM.getProcessCpuTime();

  double seconds() {
    return (System.nanoTime() - begin) / 1e9;
  }

  double cpuSeconds() {
    return (SYSTEM.getProcessCpuTime() - cpuBegin) / 1e9;
  }
}
