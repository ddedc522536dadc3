package io.millrace.launcher;

import io.millrace.handoff.Storage;
import io.millrace.spec.PipelineDefinition;
import io.millrace.spec.table.TableSpec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.Path;

/**
 * Gives the paths of tables their scheme and folder, so that they mean the same in every process.
 */
final class QualifiedPaths {
  private QualifiedPaths() {}

  /**
   * The definition with qualified paths.
   *
   * @param base what relative local paths are relative to
   */
  static PipelineDefinition in(PipelineDefinition d, Storage storage, java.nio.file.Path base)
      throws IOException {
    List<TableSpec> tables = new ArrayList<>();
    for (TableSpec table : d.tables()) {
      List<String> paths = new ArrayList<>();
      for (String path : table.paths()) {
        paths.add(qualify(new Path(path), storage, base).toString());
      }
      tables.add(
          new TableSpec(
              table.name(),
              paths,
              table.format(),
              table.csv(),
              table.fileColumn(),
              table.columns(),
              table.sql()));
    }
    return new PipelineDefinition(
        d.version(),
        d.name(),
        tables,
        d.clean(),
        d.sources(),
        d.label(),
        d.split(),
        d.features(),
        d.graph(),
        d.models(),
        d.evaluation(),
        d.publish(),
        d.resources());
  }

  private static Path qualify(Path path, Storage storage, java.nio.file.Path base)
      throws IOException {
    boolean local = storage.fs(path).getUri().getScheme().equals("file");
    if (local && !path.isAbsolute()) {
      path = new Path(new Path(base.toAbsolutePath().toUri()), path);
    }
    return storage.fs(path).makeQualified(path);
  }
}
