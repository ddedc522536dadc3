package io.millrace.handoff.definition;

import java.util.ArrayList;
import java.util.List;

/**
 * HOCON text rewritten so that every key begins a line of its own, with the way back to the lines
 * of the original. Typesafe Config keeps no order of keys, but it keeps lines; the order of columns
 * matters for files without a header.
 */
final class KeyLines {
  private final StringBuilder out = new StringBuilder();
  private final List<Integer> original = new ArrayList<>();
  private final String text;
  private int at;
  private int line = 1;

  private KeyLines(String text) {
    this.text = text;
    original.add(1);
    while (at < text.length()) {
      step();
    }
  }

  static KeyLines of(String text) {
    return new KeyLines(text);
  }

  String text() {
    return out.toString();
  }

  /** The line of the original text for a line of the new one, both from 1. */
  int originalLine(int newLine) {
    return original.get(Math.min(Math.max(newLine, 1), original.size()) - 1);
  }

  private void step() {
    if (text.startsWith("\"\"\"", at)) {
      copy(tripleQuoted());
    } else if (text.charAt(at) == '"') {
      copy(quoted());
    } else if (text.charAt(at) == '#' || text.startsWith("//", at)) {
      int end = text.indexOf('\n', at);
      copy(end < 0 ? text.length() : end);
    } else {
      char c = text.charAt(at);
      boolean opens = c == '{' && (at == 0 || text.charAt(at - 1) != '$');
      copy(at + 1);
      if (c == ',' || opens) {
        out.append('\n');
        original.add(line);
      }
    }
  }

  private int tripleQuoted() {
    int end = text.indexOf("\"\"\"", at + 3);
    if (end < 0) {
      return text.length();
    }
    end += 3;
    // Quotes right before the closing three belong to the string.
    while (end < text.length() && text.charAt(end) == '"') {
      end++;
    }
    return end;
  }

  private int quoted() {
    int i = at + 1;
    while (i < text.length() && text.charAt(i) != '"' && text.charAt(i) != '\n') {
      i += text.charAt(i) == '\\' ? 2 : 1;
    }
    boolean closed = i < text.length() && text.charAt(i) == '"';
    return Math.min(closed ? i + 1 : i, text.length());
  }

  private void copy(int end) {
    for (; at < end; at++) {
      out.append(text.charAt(at));
      if (text.charAt(at) == '\n') {
        line++;
        original.add(line);
      }
    }
  }
}
