package io.millrace.handoff.definition;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Finds the files of a table as Spark does: patterns, folders, no names with _ or . in front. */
final class InputFiles {
  private InputFiles() {}

  static List<FileStatus> of(TableReport report, Configuration hadoop) {
    List<FileStatus> files = new ArrayList<>();
    for (String path : report.table().paths()) {
      try {
        List<FileStatus> found = find(path, hadoop);
        if (found.isEmpty()) {
          report.add("there is no file at '%s' (expected a file, a folder or a pattern)", path);
        }
        files.addAll(found);
      } catch (IOException | RuntimeException e) {
        // A bad path, an unknown scheme, no permission, no network: all end here.
        report.add("'%s' cannot be listed: %s", path, TableLook.text(e));
      }
    }
    return files;
  }

  private static List<FileStatus> find(String text, Configuration hadoop) throws IOException {
    Path path = new Path(text);
    FileSystem fileSystem = path.getFileSystem(hadoop);
    FileStatus[] matches = fileSystem.globStatus(path);
    List<FileStatus> files = new ArrayList<>();
    if (matches != null) {
      for (FileStatus match : sorted(matches)) {
        walk(fileSystem, match, files);
      }
    }
    return files;
  }

  private static void walk(FileSystem fileSystem, FileStatus status, List<FileStatus> files)
      throws IOException {
    if (!status.isDirectory()) {
      files.add(status);
      return;
    }
    for (FileStatus child : sorted(fileSystem.listStatus(status.getPath()))) {
      String name = child.getPath().getName();
      // A partition's folder may begin with an underscore, as in _year=2001.
      boolean hidden = name.startsWith(".") || (name.startsWith("_") && !name.contains("="));
      if (!hidden) {
        walk(fileSystem, child, files);
      }
    }
  }

  private static List<FileStatus> sorted(FileStatus[] statuses) {
    return Arrays.stream(statuses).sorted(Comparator.comparing(FileStatus::getPath)).toList();
  }
}
