package io.millrace.catalog;

import java.util.List;

/**
 * What {@link Keeper#collectGarbage} found.
 *
 * @param folders under {@code data/} that no version refers to
 * @param temporaries files under {@code log/} of writers that died
 * @param young folders and files that were left alone because somebody may still be at work there
 * @param deleted whether they were deleted
 */
public record GarbageReport(
    List<Folder> folders, List<String> temporaries, int young, boolean deleted) {
  public GarbageReport {
    folders = List.copyOf(folders);
    temporaries = List.copyOf(temporaries);
  }

  /**
   * A folder of data.
   *
   * @param modified when its newest file was, ISO-8601 in UTC by the file system's clock
   */
  public record Folder(String dataId, long bytes, String modified) {}

  /** All together. */
  public long bytes() {
    return folders.stream().mapToLong(Folder::bytes).sum();
  }
}
