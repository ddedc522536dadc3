package io.millrace.launcher.create;

import io.millrace.handoff.definition.CsvLine;
import io.millrace.spec.table.CsvOptions;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds how a CSV file is written: separator, header, blanks, the text of missing values. */
final class CsvDialect {
  private static final List<Character> SEPARATORS = List.of(',', ';', '\t', '|');
  private static final Set<String> MISSING =
      Set.of("?", "NA", "N/A", "n/a", "NaN", "nan", "null", "NULL", "None", "\\N", "-");
  private static final int LOOKED_AT = 200;

  private final TextLines lines;
  private final List<String> some;

  private CsvDialect(TextLines lines) {
    this.lines = lines;
    this.some = lines.rest().subList(0, Math.min(LOOKED_AT, lines.rest().size()));
  }

  static CsvOptions of(TextLines lines) {
    CsvDialect dialect = new CsvDialect(lines);
    char separator = dialect.separator();
    boolean trim = dialect.blanksAround(separator);
    CsvOptions plain = new CsvOptions(separator, true, trim, "");
    return new CsvOptions(separator, dialect.header(plain), trim, dialect.missing(plain));
  }

  /** The one that cuts most lines into as many fields as the first line; then the most fields. */
  private char separator() {
    char best = ',';
    double most = 0;
    for (char separator : SEPARATORS) {
      CsvOptions options = new CsvOptions(separator, true, false, "");
      int width = CsvLine.fields(lines.first(), options).size();
      long alike = some.stream().filter(l -> CsvLine.fields(l, options).size() == width).count();
      double score = width == 1 ? 0 : (double) (alike + 1) / (some.size() + 1) + width * 1e-6;
      if (score > most) {
        most = score;
        best = separator;
      }
    }
    return best;
  }

  private boolean blanksAround(char separator) {
    CsvOptions options = new CsvOptions(separator, true, false, "");
    long spaced =
        some.stream()
            .filter(
                line ->
                    CsvLine.fields(line, options).stream()
                        .anyMatch(field -> !field.isEmpty() && !field.equals(field.strip())))
            .count();
    return spaced * 2 > some.size();
  }

  /** Names are never numbers or times, differ, and do not stand among the values. */
  private boolean header(CsvOptions options) {
    List<String> first = CsvLine.fields(lines.first(), options);
    Set<String> names = new HashSet<>();
    for (String name : first) {
      boolean value = Texts.isNumber(name) || Texts.isTime(name) || MISSING.contains(name);
      if (value || (!name.isBlank() && !names.add(name))) {
        return false;
      }
    }
    int repeated = 0;
    for (String line : some) {
      List<String> fields = CsvLine.fields(line, options);
      for (int i = 0; i < Math.min(fields.size(), first.size()); i++) {
        repeated += !first.get(i).isBlank() && fields.get(i).equals(first.get(i)) ? 1 : 0;
      }
    }
    return repeated == 0;
  }

  private String missing(CsvOptions options) {
    Map<String, Integer> times = new HashMap<>();
    for (String line : lines.rest()) {
      for (String field : CsvLine.fields(line, options)) {
        if (MISSING.contains(field)) {
          times.merge(field, 1, Integer::sum);
        }
      }
    }
    return times.entrySet().stream()
        .max(
            Map.Entry.<String, Integer>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
        .map(Map.Entry::getKey)
        .orElse("");
  }
}
