package io.millrace.jobs.clean;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * Damages a known number of rows of a sound table, each row in one way, and keeps account of what
 * cleaning must make of them. Everything follows from the seed.
 */
final class Corrupter {
  /** Rows are damaged in different numbers, so that two kinds cannot be mistaken. */
  private static final int FEWEST = 3;

  /** A row of the damaged table. */
  static final class DirtyRow {
    final Map<String, Object> values;
    UnaryOperator<String> line = UnaryOperator.identity();

    DirtyRow(Map<String, Object> values) {
      this.values = values;
    }
  }

  final List<DirtyRow> rows = new ArrayList<>();
  final Map<String, Long> rejected = new TreeMap<>();
  final Map<String, Long> changed = new TreeMap<>();

  /** Reason of each rejected row, by its place in the table. */
  final Map<Integer, String> reasons = new TreeMap<>();

  /** The cleaned values of each kept row, as text, by its id. */
  final Map<String, List<String>> kept = new TreeMap<>();

  private final List<Integer> untouched = new ArrayList<>();
  private int next;
  private int kinds;

  Corrupter(List<Map<String, Object>> sound, long seed) {
    for (int i = 0; i < sound.size(); i++) {
      rows.add(new DirtyRow(new LinkedHashMap<>(sound.get(i))));
      untouched.add(i);
      kept.put(id(i), cleaned(sound.get(i)));
    }
    Collections.shuffle(untouched, new Random(seed));
  }

  private String id(int row) {
    return String.valueOf(rows.get(row).values.get("id"));
  }

  private static List<String> cleaned(Map<String, Object> row) {
    List<String> values = new ArrayList<>();
    row.forEach((column, value) -> values.add(Orders.cleaned(column, value)));
    return values;
  }

  /** Damages values. */
  Corrupter damage(List<Damage> kindsOfDamage) {
    for (Damage damage : kindsOfDamage) {
      for (int i = take(); i > 0; i--) {
        int row = untouched.get(next++);
        if (damage.rejected()) {
          reject(row, damage.check());
        } else {
          kept.get(id(row)).set(Orders.COLUMNS.indexOf(damage.column()), damage.becomes());
          changed.merge(damage.check(), 1L, Long::sum);
        }
        rows.get(row).values.put(damage.column(), damage.value());
      }
    }
    return this;
  }

  /** Damages lines of a text file. */
  Corrupter damageLines(String check, UnaryOperator<String> damage) {
    for (int i = take(); i > 0; i--) {
      int row = untouched.get(next++);
      reject(row, check);
      rows.get(row).line = damage;
    }
    return this;
  }

  /** Repeats sound rows at the end of the table. */
  Corrupter duplicate() {
    for (int i = take(); i > 0; i--) {
      rows.add(new DirtyRow(new LinkedHashMap<>(rows.get(untouched.get(next++)).values)));
      reasons.put(rows.size() - 1, "row:duplicate");
      rejected.merge("row:duplicate", 1L, Long::sum);
    }
    return this;
  }

  private int take() {
    return FEWEST + kinds++;
  }

  private void reject(int row, String check) {
    kept.remove(id(row));
    reasons.put(row, check);
    rejected.merge(check, 1L, Long::sum);
  }
}
