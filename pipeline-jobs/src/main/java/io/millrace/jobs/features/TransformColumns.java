package io.millrace.jobs.features;

import static io.millrace.jobs.data.Names.column;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.log1p;
import static org.apache.spark.sql.functions.pmod;
import static org.apache.spark.sql.functions.when;

import io.millrace.jobs.data.Names;
import io.millrace.spec.feature.FeatureOutput;
import io.millrace.spec.feature.FeaturePlan;
import io.millrace.spec.feature.Transform;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * The meaning of fitted transforms in Spark SQL; {@link Transform} says what each must give.
 * Vocabularies are broadcast joins, everything else is a built-in expression but for Murmur3 and
 * sparse rows.
 */
public final class TransformColumns {
  /** Keeps outputs apart from raw columns, whose names they may share. */
  private static final String OUTPUT = "__out_";

  private Dataset<Row> rows;

  private TransformColumns(Dataset<Row> rows) {
    this.rows = rows;
  }

  /** The rows with a column for each output of these transforms; see {@link #output}. */
  public static Dataset<Row> add(Dataset<Row> rows, List<Transform> transforms) {
    TransformColumns columns = new TransformColumns(rows);
    transforms.forEach(columns::add);
    return columns.rows;
  }

  /** The column of a dense or index output, under its own name. */
  public static Column output(FeatureOutput output) {
    return column(OUTPUT + output.name()).as(output.name());
  }

  /** The outputs of a plan, under their own names; two columns for a sparse one. */
  public static List<Column> outputs(FeaturePlan plan) {
    List<Column> columns = new ArrayList<>();
    for (FeatureOutput output : plan.outputs()) {
      if (output.kind() == FeatureOutput.Kind.SPARSE) {
        Column entries = column(OUTPUT + output.name());
        columns.add(entries.getField(SparseText.COLUMNS).as(Prepared.columns(output)));
        columns.add(entries.getField(SparseText.VALUES).as(Prepared.values(output)));
      } else {
        columns.add(output(output));
      }
    }
    return columns;
  }

  /** The results of sparse transforms, as networks over graphs take them of raw rows. */
  public static List<Column> sparse(List<Transform> transforms) {
    List<Column> columns = new ArrayList<>();
    for (Transform transform : transforms) {
      Column entries = column(OUTPUT + transform.name());
      for (String part : List.of(SparseText.COLUMNS, SparseText.VALUES)) {
        columns.add(entries.getField(part).as(Names.PREFIX + transform.name() + "_" + part));
      }
    }
    return columns;
  }

  private void add(Transform transform) {
    if (transform instanceof Transform.Numeric numeric) {
      put(transform.name(), numeric(numeric));
    } else if (transform instanceof Transform.Bins bins) {
      Column x = number(bins.column());
      put(
          transform.name(),
          when(x.isNull(), 0).otherwise(bin(x, bins.edges(), 0, bins.edges().size())));
    } else if (transform instanceof Transform.Index index) {
      index(index);
    } else if (transform instanceof Transform.Hash hash) {
      put(transform.name(), TextHash.column(column(hash.column()), hash.buckets(), hash.seed()));
    } else if (transform instanceof Transform.Part part) {
      put(
          transform.name(),
          coalesce(DateParts.of(type(part.column()), part.column(), part.part()).plus(1), lit(0)));
    } else if (transform instanceof Transform.Cyclic cyclic) {
      cyclic(cyclic);
    } else if (transform instanceof Transform.Cross cross) {
      cross(cross);
    } else if (transform instanceof Transform.Sparse sparse) {
      put(
          transform.name(),
          SparseText.parsed(
              column(sparse.column()).cast("string"), sparse.width(), sparse.normalise()));
    } else {
      throw new IllegalStateException("Cannot apply transform " + transform);
    }
  }

  private void put(String output, Column value) {
    rows = rows.withColumn(OUTPUT + output, value);
  }

  private DataType type(String name) {
    return rows.schema().apply(name).dataType();
  }

  /** A raw number as a double, null where it is missing. */
  static Column number(String name) {
    Column x = column(name).cast("double");
    return when(x.isNaN(), lit(null).cast("double")).otherwise(x);
  }

  /** A raw value as text, null where it is missing. */
  static Column text(String name) {
    Column value = column(name).cast("string");
    return when(value.notEqual(""), value);
  }

  static Column scaled(Column x, boolean log) {
    return log ? log1p(greatest(x, lit(0.0))) : x;
  }

  private static Column numeric(Transform.Numeric t) {
    Column x = scaled(coalesce(number(t.column()), lit(t.imputed())), t.log());
    return x.minus(t.mean()).divide(t.scale()).cast("float");
  }

  /** Binary search as nested conditions: 1 + the number of edges that are at most x. */
  private static Column bin(Column x, List<Double> edges, int from, int to) {
    if (from == to) {
      return lit(from + 1);
    }
    int middle = (from + to) / 2;
    return when(x.lt(edges.get(middle)), bin(x, edges, from, middle))
        .otherwise(bin(x, edges, middle + 1, to));
  }

  private void index(Transform.Index index) {
    List<Row> entries = new ArrayList<>();
    for (int i = 0; i < index.vocabulary().size(); i++) {
      entries.add(RowFactory.create(index.vocabulary().get(i), i + 1));
    }
    look(index.name(), text(index.column()), entries, DataTypes.StringType);
  }

  private void cross(Transform.Cross cross) {
    Column code = code(cross.of(), cross.cardinalities());
    if (cross.buckets() != null) {
      Column mixed = pmod(code.multiply(lit(2654435761L)), lit(1L << 31));
      put(cross.name(), pmod(mixed, lit((long) cross.buckets())).plus(1).cast("int"));
      return;
    }
    List<Row> entries = new ArrayList<>();
    for (int i = 0; i < cross.codes().size(); i++) {
      entries.add(RowFactory.create(cross.codes().get(i), i + 1));
    }
    look(cross.name(), code, entries, DataTypes.LongType);
  }

  /** The code of a combination of index outputs that are already there. */
  static Column code(List<String> of, List<Integer> cardinalities) {
    Column code = column(OUTPUT + of.get(0)).cast("long");
    for (int i = 1; i < of.size(); i++) {
      code = code.multiply(lit((long) cardinalities.get(i))).plus(column(OUTPUT + of.get(i)));
    }
    return code;
  }

  private void look(String name, Column key, List<Row> entries, DataType keyType) {
    StructType schema =
        new StructType().add("__key", keyType, false).add("__index", DataTypes.IntegerType, false);
    Dataset<Row> vocabulary = rows.sparkSession().createDataFrame(entries, schema);
    rows =
        rows.withColumn("__wanted", key)
            .join(broadcast(vocabulary), col("__wanted").equalTo(col("__key")), "left_outer")
            .withColumn(OUTPUT + name, coalesce(col("__index"), lit(0)))
            .drop("__wanted", "__key", "__index");
  }

  private void cyclic(Transform.Cyclic cyclic) {
    Column angle =
        DateParts.of(type(cyclic.column()), cyclic.column(), cyclic.part())
            .multiply(lit(2 * Math.PI))
            .divide(cyclic.part().size());
    rows = rows.withColumn("__angle", angle);
    put(cyclic.name() + "_sin", coalesce(expr("cast(sin(__angle) as float)"), lit(0.0f)));
    put(cyclic.name() + "_cos", coalesce(expr("cast(cos(__angle) as float)"), lit(0.0f)));
    rows = rows.drop("__angle");
  }
}
