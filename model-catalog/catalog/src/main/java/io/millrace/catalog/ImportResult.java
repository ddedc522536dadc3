package io.millrace.catalog;

import java.util.List;

/**
 * What an import came to.
 *
 * @param created the numbers of the versions that were added
 * @param present how many versions of the file were there already
 */
public record ImportResult(String model, List<Integer> created, int present) {
  public ImportResult {
    created = List.copyOf(created);
  }
}
