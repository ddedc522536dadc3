package io.millrace.handoff.definition;

import com.typesafe.config.ConfigList;
import io.millrace.spec.table.Column;
import io.millrace.spec.table.ColumnType;
import io.millrace.spec.table.CsvOptions;
import io.millrace.spec.table.TableFormat;
import io.millrace.spec.table.TableSpec;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads {@code tables}. */
final class TableReader {
  private static final Kind<ColumnType> TYPE = Kind.of(ColumnType.class);

  private TableReader() {}

  static Map<String, TableDraft> read(Section root) {
    Map<String, TableDraft> tables = new LinkedHashMap<>();
    root.section("tables")
        .ifPresent(
            section -> {
              for (String name : section.allKeys()) {
                Names.check(section, name, "table");
                sameButForCase(section, "table", name, tables.keySet());
                section
                    .optionalSection(name)
                    .ifPresentOrElse(
                        s -> tables.put(name, table(s)),
                        () ->
                            tables.put(
                                name,
                                new TableDraft(
                                    name, Map.of(), Optional.empty(), Optional.empty())));
              }
            });
    return tables;
  }

  private static TableDraft table(Section section) {
    return SqlReader.makes(section) ? derived(section) : files(section);
  }

  /** Format and CSV options say nothing of a table that SQL makes. */
  private static TableDraft derived(Section section) {
    Optional<String> sql = SqlReader.read(section);
    Map<String, Optional<Column>> columns = columns(section);
    Optional<TableSpec> spec =
        section.build(
            () ->
                new TableSpec(
                    section.name(),
                    List.of(),
                    TableFormat.PARQUET,
                    CsvOptions.DEFAULT,
                    null,
                    columns.values().stream().map(Optional::orElseThrow).toList(),
                    sql.orElseThrow()));
    return new TableDraft(section.name(), columns, sql, spec);
  }

  private static TableDraft files(Section section) {
    List<String> paths = paths(section);
    TableFormat format = section.required("format", Kind.of(TableFormat.class));
    CsvOptions csv = format == TableFormat.CSV ? csv(section) : CsvOptions.DEFAULT;
    @Nullable String fileColumn = section.optional("file-column", Kind.TEXT);
    Map<String, Optional<Column>> columns = columns(section);
    Optional<TableSpec> spec =
        section.build(
            () ->
                new TableSpec(
                    section.name(),
                    paths,
                    format,
                    csv,
                    fileColumn,
                    columns.values().stream().map(Optional::orElseThrow).toList()));
    if (fileColumn != null) {
      columns.putIfAbsent(fileColumn, Optional.of(new Column(fileColumn, ColumnType.STRING)));
    }
    return new TableDraft(section.name(), columns, Optional.empty(), spec);
  }

  private static List<String> paths(Section section) {
    if (section.value("path") instanceof ConfigList) {
      return section.requiredList("path", Kind.TEXT);
    }
    return List.of(section.required("path", Kind.TEXT));
  }

  private static CsvOptions csv(Section section) {
    return new CsvOptions(
        section.optional("delimiter", Kind.CHARACTER, CsvOptions.DEFAULT.delimiter()),
        section.optional("header", Kind.FLAG, CsvOptions.DEFAULT.header()),
        section.optional("trim", Kind.FLAG, CsvOptions.DEFAULT.trim()),
        section.optional("missing", Kind.TEXT, CsvOptions.DEFAULT.missing()));
  }

  private static Map<String, Optional<Column>> columns(Section table) {
    Map<String, Optional<Column>> columns = new LinkedHashMap<>();
    table
        .section("columns")
        .ifPresent(
            section -> {
              for (String name : section.allKeys()) {
                sameButForCase(section, "column", name, columns.keySet());
                columns.put(name, column(section, name));
              }
            });
    return columns;
  }

  /** Spark does not tell upper from lower case in names. */
  private static void sameButForCase(
      Section section, String what, String name, Set<String> before) {
    before.stream()
        .filter(other -> other.equalsIgnoreCase(name))
        .findFirst()
        .ifPresent(
            other ->
                section.problem(
                    List.of(name),
                    "Cannot name a %s '%s': there is '%s' already (expected names that differ in more than case).",
                    what,
                    name,
                    other));
  }

  private static Optional<Column> column(Section columns, String name) {
    if (columns.hasObject(name)) {
      return columns.optionalSection(name).flatMap(TableReader::longColumn);
    }
    return columns
        .need(name, TYPE)
        .flatMap(type -> columns.made(name, () -> new Column(name, type)));
  }

  private static Optional<Column> longColumn(Section section) {
    ColumnType type = section.required("type", TYPE);
    @Nullable String pattern = section.optional("pattern", Kind.TEXT);
    if (pattern != null) {
      try {
        Objects.requireNonNull(DateTimeFormatter.ofPattern(pattern));
      } catch (IllegalArgumentException e) {
        section.problem(
            List.of("pattern"),
            "Cannot read '%s.pattern': '%s' is no pattern of times: %s (expected letters of java.time, such as dd.MM.yyyy HH:mm).",
            String.join(".", section.path()),
            pattern,
            e.getMessage());
      }
    }
    return section.build(() -> new Column(section.name(), type, pattern));
  }
}
