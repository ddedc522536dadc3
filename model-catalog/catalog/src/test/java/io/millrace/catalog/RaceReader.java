package io.millrace.catalog;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.IntStream;

/**
 * Reads a model's newest version again and again while others publish, by a catalog that stays open
 * and by one that has just been opened: whatever it sees must be whole.
 */
public final class RaceReader implements AutoCloseable {
  private final String root;
  private final String model;
  private final FutureTask<Integer> task = new FutureTask<>(this::read);
  private volatile boolean ended;
  private int newest;

  private RaceReader(String root, String model) {
    this.root = root;
    this.model = model;
  }

  /** Starts to read; the caller closes it. */
  public static RaceReader start(String root, String model) {
    RaceReader reader = new RaceReader(root, model);
    Thread thread = new Thread(reader.task, "race-reader");
    thread.setDaemon(true);
    thread.start();
    return reader;
  }

  /**
   * Ends it.
   *
   * @return how many versions it has read, each with all of its files
   * @throws IOException if it saw one that was not whole
   */
  public int end() throws IOException, InterruptedException {
    ended = true;
    try {
      return task.get();
    } catch (ExecutionException e) {
      throw new IOException("A reader saw what was not whole: " + e.getCause(), e);
    }
  }

  @Override
  public void close() {
    ended = true;
  }

  private int read() {
    Catalog open = Catalog.open(root);
    int versions = 0;
    boolean last;
    do {
      last = ended;
      versions += read(open) ? 1 : 0;
      versions += read(Catalog.open(root)) ? 1 : 0;
    } while (!last);
    return versions;
  }

  private boolean read(Catalog catalog) {
    return catalog.models().stream()
        .filter(entry -> entry.name().equals(model))
        .findFirst()
        .map(entry -> whole(catalog, entry))
        .orElse(false);
  }

  private boolean whole(Catalog catalog, ModelEntry entry) {
    int count = entry.versions().size();
    List<Integer> numbers = entry.versions().stream().map(VersionEntry::version).toList();
    if (!numbers.equals(IntStream.rangeClosed(1, count).boxed().toList()) || count < newest) {
      throw new IllegalStateException("After %d versions there are %s".formatted(newest, numbers));
    }
    newest = count;
    VersionContent content = catalog.content(model + "/" + count);
    for (Artifact artifact : content.artifacts()) {
      content.copy(artifact, OutputStream.nullOutputStream());
    }
    return true;
  }
}
