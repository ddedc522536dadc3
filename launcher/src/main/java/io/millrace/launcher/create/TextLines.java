package io.millrace.launcher.create;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.apache.hadoop.io.compress.CompressionCodecFactory;
import org.apache.hadoop.util.LineReader;

/**
 * Lines of text files, without blank ones and without first lines.
 *
 * @param first the first line of the first file, without a byte order mark
 * @param firsts the first lines of the other files
 * @param rest lines from places spread over the files
 * @param whole whether these are all lines
 * @param total about how many lines there are in the files that were opened
 */
record TextLines(String first, List<String> firsts, List<String> rest, boolean whole, long total) {
  /** Files up to this size are read to their end; of longer ones several places. */
  private static final long SMALL_BYTES = 16L << 20;

  private static final int LONGEST_LINE = 1 << 20;

  /**
   * Compressed files are only read from their start, since nobody can begin in their middle.
   *
   * @param files not empty
   */
  static TextLines read(List<FileStatus> files, Configuration hadoop) throws IOException {
    List<String> firsts = new ArrayList<>();
    List<String> rest = new ArrayList<>();
    boolean whole = true;
    int quota = Sample.MOST_ROWS / files.size();
    long bytes = 0;
    for (FileStatus file : files) {
      bytes += file.getLen();
      CompressionCodec codec = new CompressionCodecFactory(hadoop).getCodec(file.getPath());
      boolean small = codec != null || file.getLen() <= SMALL_BYTES;
      List<String> lines = new ArrayList<>();
      try (FSDataInputStream raw = file.getPath().getFileSystem(hadoop).open(file.getPath())) {
        if (small) {
          whole &= all(codec == null ? raw : codec.createInputStream(raw), lines);
        } else {
          places(raw, file.getLen(), quota, lines);
          whole = false;
        }
      }
      if (!lines.isEmpty()) {
        firsts.add(lines.remove(0));
      }
      whole &= lines.size() <= quota;
      rest.addAll(thinned(lines, quota));
    }
    String first = firsts.isEmpty() ? "" : firsts.remove(0);
    boolean few = files.size() < Sample.PLACES;
    double length = rest.stream().mapToInt(line -> line.length() + 1).average().orElse(1);
    return new TextLines(first, firsts, rest, whole && few, Math.round(bytes / length));
  }

  /** Whether the file ended before there was too much. */
  private static boolean all(InputStream in, List<String> lines) throws IOException {
    return lines(in, SMALL_BYTES * 2, Integer.MAX_VALUE, lines);
  }

  private static void places(FSDataInputStream in, long length, int quota, List<String> lines)
      throws IOException {
    for (int place = 0; place < Sample.PLACES; place++) {
      in.seek(length / Sample.PLACES * place);
      List<String> found = new ArrayList<>();
      lines(in, length / Sample.PLACES, quota / Sample.PLACES + 1, found);
      // A place may lie in the middle of a line.
      lines.addAll(place == 0 || found.isEmpty() ? found : found.subList(1, found.size()));
    }
  }

  private static boolean lines(InputStream in, long mostBytes, int most, List<String> lines)
      throws IOException {
    // Not closed: the stream is the caller's.
    LineReader reader = new LineReader(in);
    Text line = new Text();
    long bytes = 0;
    int read = 0;
    while (bytes < mostBytes && lines.size() < most) {
      read = reader.readLine(line, LONGEST_LINE);
      if (read == 0) {
        return true;
      }
      bytes += read;
      String text = new String(line.getBytes(), 0, line.getLength(), StandardCharsets.UTF_8);
      text = lines.isEmpty() && text.startsWith("\uFEFF") ? text.substring(1) : text;
      if (!text.isBlank()) {
        lines.add(text);
      }
    }
    return false;
  }

  /** Some of the lines, evenly. */
  private static List<String> thinned(List<String> lines, int quota) {
    if (lines.size() <= quota) {
      return lines;
    }
    List<String> some = new ArrayList<>();
    for (int i = 0; i < quota; i++) {
      some.add(lines.get((int) ((long) i * lines.size() / quota)));
    }
    return some;
  }
}
