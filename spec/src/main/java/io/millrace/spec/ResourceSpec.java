package io.millrace.spec;

import org.jspecify.annotations.Nullable;

/**
 * What a run may use; null leaves it to the launcher, which looks at the machine.
 *
 * @param cores of the machine, or of each executor on a cluster
 * @param memoryBytes heap of the driver on one machine, or of each executor on a cluster
 * @param executors on a cluster
 */
public record ResourceSpec(
    @Nullable Integer cores, @Nullable Long memoryBytes, @Nullable Integer executors) {
  private static final long LEAST_MEMORY = 512L << 20;

  public ResourceSpec {
    if (cores != null && (cores < 1 || cores > 1024)) {
      throw new IllegalArgumentException(
          "Cannot use %d cores (expected 1 to 1024).".formatted(cores));
    }
    if (memoryBytes != null && memoryBytes < LEAST_MEMORY) {
      throw new IllegalArgumentException(
          "Cannot use %d bytes of memory (expected at least 512 MB).".formatted(memoryBytes));
    }
    if (executors != null && executors < 1) {
      throw new IllegalArgumentException(
          "Cannot use %d executors (expected 1 or more).".formatted(executors));
    }
  }
}
