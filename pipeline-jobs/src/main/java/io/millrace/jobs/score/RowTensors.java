package io.millrace.jobs.score;

import io.millrace.catalog.Batch;
import io.millrace.catalog.Signature;
import io.millrace.jobs.data.Names;
import io.millrace.jobs.data.SparkTypes;
import io.millrace.spec.table.ColumnType;
import java.io.Serializable;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * How the raw columns of a signature travel from Spark rows into a batch of tensors: text as text,
 * numbers as doubles, times as milliseconds.
 */
public final class RowTensors implements Serializable {
  private static final long serialVersionUID = 1;

  private enum Form {
    TEXT,
    NUMBER,
    MILLIS
  }

  private final Form[] forms;
  private final int[] columns;

  private RowTensors(Form[] forms, int[] columns) {
    this.forms = forms;
    this.columns = columns;
  }

  /**
   * @param first position of the first input in the rows, the others follow in the signature's
   *     order
   */
  public static RowTensors of(Signature signature, int first) {
    return of(signature, IntStream.range(first, first + signature.inputs().size()).toArray());
  }

  /**
   * @param columns position of each input in the rows, in the signature's order
   */
  public static RowTensors of(Signature signature, int[] columns) {
    return new RowTensors(
        signature.inputs().stream().map(input -> form(type(input))).toArray(Form[]::new), columns);
  }

  /** The columns of a signature, in its order, in the form in which {@link #fill} reads them. */
  public static List<Column> columns(Signature signature) {
    return forms(
        signature, signature.inputs().stream().map(input -> Names.column(input.name())).toList());
  }

  /**
   * Values of all inputs, in the signature's order, in the form in which {@link #fill} reads them.
   */
  public static List<Column> forms(Signature signature, List<Column> values) {
    return IntStream.range(0, values.size())
        .mapToObj(input -> form(signature.inputs().get(input), values.get(input)))
        .toList();
  }

  /** A value of an input's type in the form in which {@link #fill} reads it. */
  public static Column form(Signature.Input input, Column value) {
    return switch (form(type(input))) {
      case TEXT -> value.cast("string");
      case NUMBER -> value.cast("double");
      case MILLIS -> functions.unix_millis(value.cast("timestamp"));
    };
  }

  /** The type of an input in our terms. */
  public static ColumnType type(Signature.Input input) {
    return ColumnType.valueOf(input.type().toUpperCase(Locale.ROOT));
  }

  /** The SQL type that an input is cast to before it is taken apart. */
  public static String sqlType(Signature.Input input) {
    return SparkTypes.sql(type(input));
  }

  private static Form form(ColumnType type) {
    return switch (type) {
      case STRING, BOOLEAN -> Form.TEXT;
      case INT, LONG, FLOAT, DOUBLE -> Form.NUMBER;
      case TIMESTAMP, DATE -> Form.MILLIS;
    };
  }

  /** Puts a row into a batch. */
  public void fill(Batch batch, int at, Row row) {
    for (int input = 0; input < forms.length; input++) {
      fill(batch, input, at, row);
    }
  }

  /** Puts one input of a row into a batch. */
  public void fill(Batch batch, int input, int at, Row row) {
    int column = columns[input];
    if (row.isNullAt(column)) {
      batch.setNull(input, at);
      return;
    }
    switch (forms[input]) {
      case TEXT -> batch.setString(input, at, row.getString(column));
      case NUMBER -> batch.setDouble(input, at, row.getDouble(column));
      case MILLIS -> batch.setMillis(input, at, millis(row.get(column)));
      default -> throw new IllegalStateException("Cannot fill " + forms[input]);
    }
  }

  /** Milliseconds, or a time without a zone, which is on the data's own clock. */
  private static long millis(Object value) {
    return value instanceof LocalDateTime time
        ? time.toInstant(ZoneOffset.UTC).toEpochMilli()
        : (Long) value;
  }
}
