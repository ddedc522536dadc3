package io.millrace.catalog;

import io.millrace.catalog.Action.CollectGarbage;
import io.millrace.catalog.CatalogException.Reason;
import io.millrace.catalog.GarbageReport.Folder;
import io.millrace.catalog.access.Operation;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Removes what publishers left that died. What is to go is first written to the log, and no entry
 * after that may refer to it, so that a publisher who is slower than any grace publishes again
 * rather than a version without files.
 */
final class GarbageCollector {
  private final Site site;
  private final Writer writer;
  private final Instant before;

  /**
   * @param grace what is younger stays
   */
  GarbageCollector(Site site, Writer writer, Duration grace) {
    this.site = site;
    this.writer = writer;
    this.before = Instant.now().minus(grace);
  }

  GarbageReport look() {
    try {
      List<Folder> folders = new ArrayList<>();
      List<String> temporaries = new ArrayList<>();
      int young = 0;
      // Before the log: a folder of a publisher that commits meanwhile is then referred to.
      List<String> dataIds = List.copyOf(site.store().dataIds());
      CatalogState state = site.log().latest();
      for (String dataId : dataIds) {
        if (!state.manifests().containsKey(dataId)) {
          ArtifactStore.Usage usage = site.store().usage(dataId);
          if (isOld(usage.modified())) {
            folders.add(new Folder(dataId, usage.bytes(), usage.modified().toString()));
          } else {
            young++;
          }
        }
      }
      for (Map.Entry<String, Instant> file : site.logFiles().temporaries().entrySet()) {
        if (isOld(file.getValue())) {
          temporaries.add(file.getKey());
        } else {
          young++;
        }
      }
      return new GarbageReport(folders, temporaries, young, false);
    } catch (IOException e) {
      throw failed("look for", e);
    }
  }

  GarbageReport delete() {
    GarbageReport found = look();
    writer.commit(Operation.COLLECT_GARBAGE, null, null, state -> actions(state, dataIds(found)));
    CatalogState state = site.log().latest();
    try {
      for (String dataId : dataIds(found)) {
        if (state.collected().contains(dataId)) {
          site.store().delete(dataId);
        }
      }
      for (String temporary : found.temporaries()) {
        site.logFiles().deleteTemporary(temporary);
      }
    } catch (IOException e) {
      throw failed("delete", e);
    }
    return new GarbageReport(found.folders(), found.temporaries(), found.young(), true);
  }

  private static List<Action> actions(CatalogState state, List<String> found) {
    List<String> fresh =
        found.stream()
            .filter(dataId -> !state.manifests().containsKey(dataId))
            .filter(dataId -> !state.collected().contains(dataId))
            .toList();
    return fresh.isEmpty() ? List.of() : List.of(new CollectGarbage(fresh));
  }

  private static List<String> dataIds(GarbageReport report) {
    return report.folders().stream().map(Folder::dataId).toList();
  }

  private boolean isOld(Instant modified) {
    return modified.isBefore(before);
  }

  private static CatalogException failed(String what, IOException e) {
    return new CatalogException(
        Reason.STORAGE,
        "Cannot %s unused data: %s. What was not deleted is found the next time."
            .formatted(what, e.getMessage()),
        e);
  }
}
