package io.millrace.handoff;

import java.time.Duration;
import java.time.Instant;

/** The time that locks go by; tests move it themselves. */
interface LockTime {
  /** This machine's. */
  LockTime SYSTEM =
      new LockTime() {
        @Override
        public Instant now() {
          return Instant.now();
        }

        @Override
        public void pause(Duration duration) throws InterruptedException {
          Thread.sleep(duration.toMillis());
        }
      };

  Instant now();

  void pause(Duration duration) throws InterruptedException;
}
