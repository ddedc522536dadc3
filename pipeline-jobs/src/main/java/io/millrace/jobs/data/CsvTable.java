package io.millrace.jobs.data;

import static io.millrace.jobs.data.RawTable.ORIGINAL;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.from_csv;
import static org.apache.spark.sql.functions.lit;

import io.millrace.handoff.Digests;
import io.millrace.spec.table.CsvOptions;
import io.millrace.spec.table.TableSpec;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.apache.hadoop.io.compress.CompressionCodecFactory;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * CSV line by line, so that every rejected row keeps the line that it came from. Quoted line breaks
 * are therefore broken lines, not silently joined ones.
 */
final class CsvTable {
  private CsvTable() {}

  static Dataset<Row> read(SparkSession spark, TableSpec table) throws IOException {
    CsvOptions options = table.csv();
    List<String> names = options.header() ? header(spark, table) : declared(table);
    RawTable.requireColumns(table, names);
    Dataset<Row> lines =
        lines(spark, table)
            .withColumn("__fields", from_csv(col(ORIGINAL), lit(schema(names)), parser(options)));
    Dataset<Row> parsed =
        lines.select(
            RawTable.fields(
                table,
                expr(
                    "(length(%s) - length(replace(%s, '\"', ''))) %% 2 = 1"
                        .formatted(ORIGINAL, ORIGINAL))));
    return withMissing(parsed, table);
  }

  /**
   * Lines through Spark's own CSV source, which knows where each file's header is. Control
   * characters as separator and quote make every line one field.
   */
  private static Dataset<Row> lines(SparkSession spark, TableSpec table) {
    return spark
        .read()
        .option("header", table.csv().header())
        .option("sep", "\u0001")
        .option("quote", "\u0002")
        .option("escape", "\u0003")
        .option("ignoreLeadingWhiteSpace", false)
        .option("ignoreTrailingWhiteSpace", false)
        .option("enforceSchema", true)
        .schema(ORIGINAL + " STRING")
        .csv(table.paths().toArray(String[]::new))
        .select(col(ORIGINAL), col("_metadata.file_name").as("__file"));
  }

  private static Map<String, String> parser(CsvOptions options) {
    Map<String, String> parser = new LinkedHashMap<>();
    parser.put("sep", String.valueOf(options.delimiter()));
    parser.put("quote", "\"");
    parser.put("escape", "\"");
    parser.put("mode", "PERMISSIVE");
    parser.put("columnNameOfCorruptRecord", "__corrupt");
    parser.put("ignoreLeadingWhiteSpace", String.valueOf(options.trim()));
    parser.put("ignoreTrailingWhiteSpace", String.valueOf(options.trim()));
    return parser;
  }

  private static Dataset<Row> withMissing(Dataset<Row> rows, TableSpec table) {
    Dataset<Row> result = rows;
    for (var column : table.columns()) {
      var value = Names.column(column.name());
      var text = table.csv().trim() ? org.apache.spark.sql.functions.trim(value) : value;
      result =
          result.withColumn(
              column.name(),
              org.apache.spark.sql.functions.when(
                  text.notEqual("").and(text.notEqual(table.csv().missing())), text));
    }
    return result;
  }

  private static String schema(List<String> names) {
    List<String> fields = new ArrayList<>();
    names.forEach(name -> fields.add(Names.quoted(name) + " STRING"));
    fields.add("__corrupt STRING");
    return String.join(", ", fields);
  }

  private static List<String> declared(TableSpec table) {
    return table.columns().stream().map(c -> c.name()).toList();
  }

  private static List<String> header(SparkSession spark, TableSpec table) throws IOException {
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    List<FileStatus> files = Digests.inputFiles(table.paths(), hadoop);
    String first = files.isEmpty() ? "" : firstLine(files.get(0), hadoop);
    if (first.isBlank()) {
      throw new IllegalArgumentException(
          "Cannot read table '%s': it has no rows and no header in %s (expected a header with %s)."
              .formatted(table.name(), table.paths(), String.join(", ", declared(table))));
    }
    for (FileStatus file : files) {
      String line = firstLine(file, hadoop);
      if (!line.equals(first)) {
        throw new IllegalArgumentException(
            "Cannot read table '%s': the header of '%s' is '%s' (expected '%s' as in '%s')."
                .formatted(table.name(), file.getPath(), line, first, files.get(0).getPath()));
      }
    }
    return List.of(
        spark
            .read()
            .option("header", true)
            .option("sep", String.valueOf(table.csv().delimiter()))
            .option("escape", "\"")
            .option("ignoreLeadingWhiteSpace", table.csv().trim())
            .option("ignoreTrailingWhiteSpace", table.csv().trim())
            .csv(spark.createDataset(List.of(first), org.apache.spark.sql.Encoders.STRING()))
            .columns());
  }

  private static String firstLine(FileStatus file, Configuration hadoop) throws IOException {
    CompressionCodec codec = new CompressionCodecFactory(hadoop).getCodec(file.getPath());
    try (InputStream raw = file.getPath().getFileSystem(hadoop).open(file.getPath());
        InputStream in = codec == null ? raw : codec.createInputStream(raw);
        BufferedReader reader =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      String line = reader.readLine();
      return line == null ? "" : line.startsWith("\uFEFF") ? line.substring(1) : line;
    }
  }
}
