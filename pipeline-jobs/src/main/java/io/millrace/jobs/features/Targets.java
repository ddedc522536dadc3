package io.millrace.jobs.features;

import static io.millrace.jobs.data.Names.column;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.pmod;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import io.millrace.jobs.data.Names;
import io.millrace.spec.PipelineDefinition;
import io.millrace.spec.target.LabelSpec;
import io.millrace.spec.target.SplitSpec;
import io.millrace.spec.target.Task;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Adds what is predicted and which split a row belongs to. Null: the row has none. */
public final class Targets {
  private static final long HASH_STEPS = 1_000_000;

  private Targets() {}

  /** Cleaned rows with {@link Names#LABEL} (a float; the class index for classes) and split. */
  public static Dataset<Row> add(Dataset<Row> cleaned, PipelineDefinition definition) {
    if (definition.label().links() != null) {
      // Those are of links, not of rows.
      return cleaned
          .withColumn(Names.LABEL, lit(null).cast("float"))
          .withColumn(Names.SPLIT, lit(null).cast("string"));
    }
    return cleaned
        .withColumn(Names.LABEL, label(definition.label()).cast("float"))
        .withColumn(Names.SPLIT, split(definition));
  }

  /**
   * The same rows for a graph whose nodes without a label or a split pass messages: those are of
   * split {@link Names#OTHER}, without a label.
   */
  static Dataset<Row> withOthers(Dataset<Row> rows) {
    Column none = col(Names.LABEL).isNull().or(col(Names.SPLIT).isNull());
    return rows.withColumn("__none", none)
        .withColumn(Names.SPLIT, when(col("__none"), Names.OTHER).otherwise(col(Names.SPLIT)))
        .withColumn(Names.LABEL, when(not(col("__none")), col(Names.LABEL)))
        .drop("__none");
  }

  private static Column label(LabelSpec label) {
    Column value = column(label.column());
    if (label.task() == Task.REGRESSION) {
      return value;
    }
    if (label.task() == Task.MULTICLASS) {
      return classIndex(value.cast("string"), label.classes());
    }
    Column positive =
        label.atLeast() == null
            ? value.cast("string").isin(label.positive().toArray())
            : value.geq(label.atLeast());
    return when(positive, 1.0).when(value.isNotNull(), 0.0);
  }

  private static Column classIndex(Column value, List<String> classes) {
    Column index = when(value.equalTo(classes.get(0)), 0.0);
    for (int i = 1; i < classes.size(); i++) {
      index = index.when(value.equalTo(classes.get(i)), (double) i);
    }
    return index;
  }

  private static Column split(PipelineDefinition definition) {
    SplitSpec split = definition.split();
    if (split instanceof SplitSpec.ByTime byTime) {
      return byTime(byTime);
    }
    if (split instanceof SplitSpec.AtRandom random) {
      return split(random, row(definition));
    }
    if (split instanceof SplitSpec.ByValue byValue) {
      return byValue(definition, byValue);
    }
    throw new IllegalStateException("Cannot split by " + split);
  }

  /** The split of rows with these values: rows of equal values share it. */
  public static Column split(SplitSpec.AtRandom random, Column... values) {
    Column share = share(random.seed(), values);
    return when(share.lt(random.train()), "train")
        .when(share.lt(random.train() + random.valid()), "valid")
        .otherwise("test");
  }

  private static Column byTime(SplitSpec.ByTime split) {
    Column time = column(split.column()).cast("timestamp");
    Column result = lit(null).cast("string");
    for (String name : SplitSpec.NAMES) {
      SplitSpec.TimeRange range = split.range(name);
      Column inside = time.isNotNull();
      if (range.from() != null) {
        inside = inside.and(time.geq(lit(range.from().toString()).cast("timestamp")));
      }
      if (range.to() != null) {
        inside = inside.and(time.lt(lit(range.to().toString()).cast("timestamp")));
      }
      result = when(inside, name).otherwise(result);
    }
    return result;
  }

  private static Column byValue(PipelineDefinition definition, SplitSpec.ByValue split) {
    Column value = column(split.column()).cast("string");
    Column train = value.isin(split.train().toArray());
    Column result = when(value.isin(split.test().toArray()), "test");
    if (split.valid().isEmpty()) {
      Column held = share(split.seed(), row(definition)).lt(split.validFraction());
      return result.when(train.and(held), "valid").when(train, "train");
    }
    return result.when(value.isin(split.valid().toArray()), "valid").when(train, "train");
  }

  private static Column[] row(PipelineDefinition definition) {
    return definition.mainTable().allColumns().stream()
        .map(c -> column(c.name()))
        .toArray(Column[]::new);
  }

  /** A number in [0, 1) that depends on the values and the seed alone. */
  private static Column share(long seed, Column... of) {
    List<Column> values = new ArrayList<>(List.of(lit(seed)));
    values.addAll(List.of(of));
    return pmod(xxhash64(values.toArray(Column[]::new)), lit(HASH_STEPS))
        .divide((double) HASH_STEPS);
  }
}
