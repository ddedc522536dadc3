package io.millrace.server.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** The way to a client whose answer is {@link Waiting}. */
final class Channel {
  private final Request request;
  private final Response response;
  private final Callback callback;
  private final AccessLog.Entry entry;
  private Consumer<Throwable> onGone = error -> {};

  Channel(Request request, Response response, Callback callback, AccessLog.Entry entry) {
    this.request = request;
    this.response = response;
    this.callback = callback;
    this.entry = entry;
  }

  void execute(Runnable task) {
    request.getComponents().getExecutor().execute(task);
  }

  /** Nothing moves on such a connection, and that is no reason to close it. */
  void onGone(Consumer<Throwable> listener) {
    onGone = listener;
    request.addIdleTimeoutListener(timeout -> false);
    request.addFailureListener(listener::accept);
  }

  boolean isHead() {
    return request.getMethod().equals("HEAD");
  }

  void head(Reply reply) {
    Dispatcher.head(request, response, reply, entry);
  }

  byte[] body(Reply reply) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      if (!isHead()) {
        reply.body().write(bytes);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write a reply to memory.", e);
    }
    return bytes.toByteArray();
  }

  Reply failed(RuntimeException error) {
    return Errors.reply(Dispatcher.logged(error, entry), entry.id());
  }

  /** Returns at once; {@code done} is run when the bytes are on their way. */
  void write(byte[] bytes, boolean last, Runnable done) {
    response.write(last, ByteBuffer.wrap(bytes), Callback.from(done, onGone));
  }

  /**
   * @param error null where all went well
   */
  void complete(@Nullable Throwable error) {
    if (error == null) {
      entry.end(response.getStatus());
      callback.succeeded();
    } else {
      Dispatcher.breakOff(response, error, entry);
      callback.failed(error);
    }
  }
}
