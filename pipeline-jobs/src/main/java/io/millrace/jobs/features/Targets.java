package io.millrace.jobs.features;

import static io.millrace.jobs.data.Names.column;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.pmod;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import io.millrace.jobs.data.Names;
import io.millrace.jobs.data.Splits;
import io.millrace.spec.PipelineDefinition;
import io.millrace.spec.target.LabelSpec;
import io.millrace.spec.target.SplitSpec;
import io.millrace.spec.target.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Adds what is predicted, and where a row is in each split. Null: the row has none. */
public final class Targets {
  private static final long HASH_STEPS = 1_000_000;

  private Targets() {}

  /**
   * Cleaned rows with {@link Names#LABEL} (a float; the class index for classes), {@link
   * Names#SPLIT} of the first split and {@link Splits#COLUMN} of all.
   */
  public static Dataset<Row> add(Dataset<Row> cleaned, PipelineDefinition definition) {
    int splits = definition.split().count();
    if (definition.label().links() != null) {
      // Those are of links, not of rows.
      return cleaned
          .withColumn(Names.LABEL, lit(null).cast("float"))
          .withColumn(Splits.COLUMN, lit(Splits.none(splits)))
          .withColumn(Names.SPLIT, lit(null).cast("string"));
    }
    List<Column> parts =
        IntStream.range(0, splits).mapToObj(number -> part(definition, number)).toList();
    return cleaned
        .withColumn(Names.LABEL, label(definition.label()).cast("float"))
        .withColumn(Splits.COLUMN, Splits.letters(parts))
        .withColumn(Names.SPLIT, when(Splits.used(), Splits.first()));
  }

  /**
   * The same rows for a graph whose nodes without a label or a split pass messages: those are of
   * split {@link Names#OTHER}, without a label.
   *
   * @param splits how many there are
   */
  static Dataset<Row> withOthers(Dataset<Row> rows, int splits) {
    Column none = col(Names.LABEL).isNull().or(col(Names.SPLIT).isNull());
    return rows.withColumn("__none", none)
        .withColumn(Names.SPLIT, when(col("__none"), Names.OTHER).otherwise(col(Names.SPLIT)))
        .withColumn(
            Splits.COLUMN, when(col("__none"), Splits.none(splits)).otherwise(col(Splits.COLUMN)))
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

  private static Column part(PipelineDefinition definition, int number) {
    SplitSpec split = definition.split();
    if (split instanceof SplitSpec.ByTime byTime) {
      return byTime(byTime);
    }
    if (split instanceof SplitSpec.AtRandom random) {
      return part(random, share(definition, random.seed()));
    }
    if (split instanceof SplitSpec.Folds folds) {
      Column fold = draw(definition, folds.seed(), folds.folds());
      return when(fold.equalTo(number), "test")
          .when(fold.equalTo((number + 1) % folds.folds()), "valid")
          .when(fold.isNotNull(), "train");
    }
    if (split instanceof SplitSpec.ByValue byValue) {
      return byValue(definition, byValue, byValue.columns().get(number));
    }
    throw new IllegalStateException("Cannot split by " + split);
  }

  /** The part of a pair of nodes, which is drawn by the ids of both. */
  public static Column part(SplitSpec.AtRandom random, Column first, Column second) {
    Column drawn = pmod(xxhash64(lit(random.seed()), first, second), lit(HASH_STEPS));
    return part(random, drawn.divide((double) HASH_STEPS));
  }

  private static Column part(SplitSpec.AtRandom random, Column share) {
    return when(share.lt(random.train()), "train")
        .when(share.lt(random.train() + random.valid()), "valid")
        .when(share.isNotNull(), "test");
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

  private static Column byValue(
      PipelineDefinition definition, SplitSpec.ByValue split, String name) {
    Column value = column(name).cast("string");
    Column train = value.isin(split.train().toArray());
    Column result = when(value.isin(split.test().toArray()), "test");
    if (split.valid().isEmpty()) {
      Column share = share(definition, split.seed());
      return result
          .when(train.and(share.lt(split.validFraction())), "valid")
          .when(train.and(share.isNotNull()), "train");
    }
    return result.when(value.isin(split.valid().toArray()), "valid").when(train, "train");
  }

  /** A number in [0, 1) by {@link #draw}. */
  private static Column share(PipelineDefinition definition, long seed) {
    return draw(definition, seed, HASH_STEPS).divide((double) HASH_STEPS);
  }

  /**
   * A whole number from 0 to {@code numbers - 1} that depends on the seed and on what identifies
   * the row's group alone; null where that is a single column without a value.
   */
  private static Column draw(PipelineDefinition definition, long seed, long numbers) {
    List<Column> values = new ArrayList<>();
    values.add(lit(seed));
    definition.drawnBy().forEach(name -> values.add(column(name)));
    Column drawn = pmod(xxhash64(values.toArray(Column[]::new)), lit(numbers));
    return values.size() > 2 ? drawn : when(values.get(1).isNotNull(), drawn);
  }
}
