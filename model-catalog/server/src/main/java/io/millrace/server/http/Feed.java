package io.millrace.server.http;

/**
 * Bytes as they come into being. A client that reads slowly is asked for no more than it takes: the
 * source is asked again when the bytes before are written, and nothing piles up.
 */
public final class Feed extends Waiting {
  private final Reply head;
  private final Source source;
  private boolean opened;
  private volatile boolean writing;

  /**
   * Some bytes.
   *
   * @param bytes none if there is nothing to write now
   * @param last whether nothing follows
   */
  public record Chunk(byte[] bytes, boolean last) {
    public static final Chunk NOTHING = new Chunk(new byte[0], false);
  }

  /** Asked whenever something may have happened, by one thread at a time. */
  @FunctionalInterface
  public interface Source {
    Chunk next();
  }

  /**
   * @param head status and headers; its body is not looked at
   * @param onEnd is run once, when the last bytes are written or the client is gone
   */
  public Feed(Reply head, Source source, Runnable onEnd) {
    super(onEnd);
    this.head = head;
    this.source = source;
  }

  @Override
  void step(Channel open) {
    if (writing) {
      return;
    }
    if (!opened) {
      opened = true;
      open.head(head);
    }
    Chunk chunk = open.isHead() ? new Chunk(new byte[0], true) : source.next();
    if (chunk.bytes().length > 0 || chunk.last()) {
      writing = true;
      open.write(
          chunk.bytes(),
          chunk.last(),
          () -> {
            if (chunk.last()) {
              end(open, null);
            } else {
              writing = false;
              wake();
            }
          });
    }
  }
}
