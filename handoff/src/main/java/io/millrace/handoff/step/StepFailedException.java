package io.millrace.handoff.step;

import java.util.ArrayList;
import java.util.List;

/**
 * A step that failed, with a message for the user; the cause is kept. Running again may help only
 * if the input or the machine changed.
 */
public final class StepFailedException extends Exception {
  private static final long serialVersionUID = 1;

  private StepFailedException(String message, Throwable cause) {
    super(message, cause);
  }

  /** The innermost message that was written for a user, or the cause's own words. */
  public static StepFailedException of(String step, Throwable cause) {
    List<Throwable> chain = new ArrayList<>();
    for (Throwable t = cause; t != null && !chain.contains(t); t = t.getCause()) {
      chain.add(t);
    }
    for (Throwable t : chain) {
      String message = t.getMessage();
      if (message != null && (message.startsWith("Cannot ") || message.startsWith("Invalid "))) {
        return new StepFailedException(message, cause);
      }
    }
    Throwable root = chain.get(chain.size() - 1);
    return new StepFailedException(
        "Cannot finish step '%s': %s: %s."
            .formatted(step, root.getClass().getSimpleName(), firstLine(root)),
        cause);
  }

  private static String firstLine(Throwable root) {
    return root.getMessage() == null
        ? "no message"
        : root.getMessage().lines().findFirst().orElse("");
  }
}
