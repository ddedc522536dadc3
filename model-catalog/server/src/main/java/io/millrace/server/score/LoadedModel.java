package io.millrace.server.score;

import io.millrace.catalog.Signature;
import io.millrace.catalog.VersionEntry;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicInteger;

/** A version in memory. It is closed when nobody holds it any more. */
abstract class LoadedModel {
  private final VersionEntry version;
  private final Signature signature;
  private final AtomicInteger holds = new AtomicInteger(1);

  LoadedModel(VersionEntry version, Signature signature) {
    this.version = version;
    this.signature = signature;
  }

  VersionEntry version() {
    return version;
  }

  Signature signature() {
    return signature;
  }

  /**
   * Scores what a body holds.
   *
   * @param bodyBytes its length, -1 if it is not known
   * @throws io.millrace.server.api.ApiException if it does not fit to the signature
   */
  abstract Answer answer(InputStream body, long bodyBytes, ScoringQueue queue) throws IOException;

  /** Frees what is not on the heap. */
  abstract void close();

  /**
   * @return false if it is closed already
   */
  boolean hold() {
    return holds.getAndUpdate(count -> count == 0 ? 0 : count + 1) > 0;
  }

  void release() {
    if (holds.decrementAndGet() == 0) {
      close();
    }
  }
}
