package io.millrace.server.http;

import java.util.Optional;

/** A reply that comes when there is something to tell, or when its time is over. */
public final class Later extends Waiting {
  private final Question question;
  private boolean answered;

  /** Asked whenever something may have happened, by one thread at a time. */
  @FunctionalInterface
  public interface Question {
    /** The reply, if there is one now; what it throws is told as for other requests. */
    Optional<Reply> ask();
  }

  /**
   * @param onEnd is run once, when the reply is written or the client is gone
   */
  public Later(Question question, Runnable onEnd) {
    super(onEnd);
    this.question = question;
  }

  @Override
  void step(Channel open) {
    if (!answered) {
      ask(open)
          .ifPresent(
              reply -> {
                answered = true;
                open.head(reply);
                open.write(open.body(reply), true, () -> end(open, null));
              });
    }
  }

  private Optional<Reply> ask(Channel open) {
    try {
      return question.ask();
    } catch (RuntimeException e) {
      return Optional.of(open.failed(e));
    }
  }
}
