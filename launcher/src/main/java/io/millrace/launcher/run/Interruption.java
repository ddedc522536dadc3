package io.millrace.launcher.run;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.apache.hadoop.service.launcher.IrqHandler;

/**
 * SIGINT and SIGTERM to this process: the first ends the run in order, another one ends all at
 * once, leaving lock and summary to the next run.
 */
public final class Interruption {
  /** What a shell adds to the number of the signal that ended a process. */
  private static final int BY_SIGNAL = 128;

  /** The command {@code timeout}, for one, sends its signal to the process and to its group. */
  private static final long SAME_NANOS = TimeUnit.SECONDS.toNanos(1);

  private static final AtomicLong FIRST_NANOS = new AtomicLong();

  private Interruption() {}

  /** Takes these signals from now on. */
  public static void listen() {
    new IrqHandler(IrqHandler.CONTROL_C, Interruption::take).bind();
    new IrqHandler(IrqHandler.SIGTERM, Interruption::take).bind();
  }

  /** Whether this process was asked to end. */
  static boolean happened() {
    return FIRST_NANOS.get() != 0;
  }

  /** Leaves the end to the shutdown hooks, if this process was asked to end. */
  static void giveWay() {
    while (happened()) {
      LockSupport.park();
    }
  }

  /**
   * Whether a process ended because somebody asked it to: by Ctrl-C, SIGTERM or a lost terminal.
   */
  static boolean ended(int exitCode) {
    return exitCode == BY_SIGNAL + 1 || exitCode == BY_SIGNAL + 2 || exitCode == BY_SIGNAL + 15;
  }

  private static void take(IrqHandler.InterruptData signal) {
    int code = BY_SIGNAL + signal.getNumber();
    long now = System.nanoTime() | 1;
    if (FIRST_NANOS.compareAndSet(0, now)) {
      new Thread(() -> System.exit(code), "end").start();
    } else if (now - FIRST_NANOS.get() > SAME_NANOS) {
      Marks.ours().forEach(ProcessHandle::destroyForcibly);
      ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
      Runtime.getRuntime().halt(code);
    }
  }
}
