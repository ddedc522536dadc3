package io.millrace.handoff.definition;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.apache.hadoop.io.compress.CompressionCodecFactory;

/**
 * The first lines of a text file, which may be compressed.
 *
 * @param lines without blank ones
 * @param bytesPerLine in the file, so after compression
 * @param whole whether these are all lines
 */
record TextSample(List<String> lines, double bytesPerLine, boolean whole) {
  private static final int MOST_LINES = 2_000;
  private static final int MOST_BYTES = 1 << 20;

  static TextSample of(FileStatus file, Configuration hadoop) throws IOException {
    CompressionCodec codec = new CompressionCodecFactory(hadoop).getCodec(file.getPath());
    try (FSDataInputStream raw = file.getPath().getFileSystem(hadoop).open(file.getPath());
        InputStream in =
            new BufferedInputStream(codec == null ? raw : codec.createInputStream(raw))) {
      return read(in, file.getLen(), codec == null ? null : raw);
    }
  }

  private static TextSample read(InputStream in, long length, FSDataInputStream compressed)
      throws IOException {
    List<String> lines = new ArrayList<>();
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    long read = 0;
    int next = 0;
    while (lines.size() < MOST_LINES && read < MOST_BYTES && (next = in.read()) >= 0) {
      read++;
      if (next == '\n') {
        add(lines, line);
      } else {
        line.write(next);
      }
    }
    boolean whole = next < 0;
    if (whole || lines.isEmpty()) {
      add(lines, line);
    }
    long consumed = whole ? length : compressed == null ? read : compressed.getPos();
    return new TextSample(lines, (double) consumed / Math.max(1, lines.size()), whole);
  }

  private static void add(List<String> lines, ByteArrayOutputStream line) {
    String text = line.toString(StandardCharsets.UTF_8);
    line.reset();
    if (lines.isEmpty() && text.startsWith("\uFEFF")) {
      text = text.substring(1);
    }
    if (!text.isBlank()) {
      lines.add(text.endsWith("\r") ? text.substring(0, text.length() - 1) : text);
    }
  }

  /** The rows of the file, of whose lines these first ones are none. */
  FileLook.Rows rows(FileStatus file, int header) {
    if (whole) {
      // A line break within quotes makes one row of two lines.
      boolean quoted =
          lines.stream().anyMatch(l -> l.chars().filter(c -> c == '"').count() % 2 > 0);
      return new FileLook.Rows(Math.max(0, lines.size() - header), !quoted);
    }
    return new FileLook.Rows(Math.round(file.getLen() / bytesPerLine) - header, false);
  }
}
