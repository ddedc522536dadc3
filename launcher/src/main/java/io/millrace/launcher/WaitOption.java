package io.millrace.launcher;

import io.millrace.launcher.options.DurationConverter;
import java.time.Duration;
import picocli.CommandLine.Option;

/** How long to wait for another run of the same pipeline. */
final class WaitOption {
  @Option(
      names = "--wait",
      paramLabel = "DURATION",
      defaultValue = "0s",
      converter = DurationConverter.class,
      description =
          "How long to wait for another run of this pipeline, such as 90s, 30m or 2h (default:"
              + " refuse at once).")
  private Duration wait = Duration.ZERO;

  Duration duration() {
    return wait;
  }
}
