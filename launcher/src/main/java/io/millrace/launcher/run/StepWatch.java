package io.millrace.launcher.run;

import java.util.LinkedHashSet;
import java.util.Set;

/** Remembers what the events of a job say of its steps, and shows them. */
final class StepWatch {
  private final Progress progress;
  private final Set<String> running = new LinkedHashSet<>();
  private final Set<String> failed = new LinkedHashSet<>();
  private String error = "";
  private boolean muted;

  StepWatch(Progress progress) {
    this.progress = progress;
  }

  synchronized void take(Event event) {
    if (muted) {
      return;
    }
    switch (event.kind()) {
      case START -> running.add(event.step());
      case DONE -> running.remove(event.step());
      case ERROR -> {
        failed.add(event.step());
        error = event.text();
      }
      case PROGRESS, WARNING -> {}
    }
    progress.show(event);
  }

  /** What a job says while it is being ended is no failure of its steps. */
  synchronized void mute() {
    muted = true;
    running.clear();
    failed.clear();
  }

  /** The message of the last error, empty where there was none. */
  synchronized String error() {
    return error;
  }

  /** Steps that failed, and those that were at work when the job ended. */
  synchronized Set<String> failed() {
    Set<String> all = new LinkedHashSet<>(running);
    all.addAll(failed);
    return all;
  }
}
