package io.millrace.catalog;

import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/**
 * Where an imported version came from.
 *
 * @param catalog the root of the catalog that it was exported from
 * @param version its number there
 * @param created when it was published there, ISO-8601 in UTC
 * @param publishers who published it there, and at its own origin if it was imported there too
 * @param entrySha256 of the log entry that added it there
 */
public record Origin(
    String catalog, int version, String created, Set<String> publishers, String entrySha256) {
  public Origin {
    publishers = Collections.unmodifiableSet(new TreeSet<>(publishers));
  }
}
