package io.millrace.launcher.plan;

import io.millrace.spec.PipelineDefinition;
import io.millrace.spec.clean.CleanSpec;
import io.millrace.spec.feature.FeatureSpec;
import io.millrace.spec.model.ModelSpec;
import io.millrace.spec.model.TrainingSettings;
import io.millrace.spec.model.TrainingSettings.GradientBoostedTrees;
import io.millrace.spec.model.TrainingSettings.LinearRegression;
import io.millrace.spec.model.TrainingSettings.LogisticRegression;
import io.millrace.spec.run.StepDone.Measured;
import io.millrace.spec.table.Column;
import io.millrace.spec.table.TableSpec;
import java.util.Collection;
import java.util.List;

/**
 * What each step will take, from the number of rows and the definition alone. Memory is the peak of
 * Spark's execution and storage memory, shuffle the bytes written to shuffles; both are meant to be
 * right within a factor of 3.
 *
 * <ul>
 *   <li>Each task of an aggregation, a sort or a writer takes whole pages, whose size Spark derives
 *       from the heap; for small data they are nearly all of the memory.
 *   <li>clean: the reference columns as broadcast hash tables; a sketch of each column from each
 *       task is shuffled. Duplicates: every row is sorted and shuffled once. A table by SQL: what
 *       the query reads is shuffled once, see {@link TableSizes}.
 *   <li>features: one aggregation for each vocabulary; each task sends at most the vocabulary.
 *   <li>train, regressions: the training rows cached as blocks of sparse vectors; gradients are
 *       shuffled only where many tasks make them. Trees: the binned rows cached; each level of each
 *       tree shuffles one histogram for each feature and task.
 *   <li>graph, neighbourhoods: {@link GraphEstimates}.
 *   <li>train, networks of layers: {@link DeepEstimate}; over a graph, all examples but those of
 *       the test split beside the parameters.
 *   <li>evaluate: counts by block, slice and score, which are nearly as many as rows.
 *   <li>publish: files only.
 * </ul>
 */
final class Estimates {
  /** Pages that a core holds at the peak of each kind of step. */
  static final double CLEAN_PAGES = 1.5;

  static final double FEATURES_PAGES = 2.5;
  static final double TRAIN_PAGES = 0.5;
  static final double EVALUATE_PAGES = 2.25;

  /** A sketch of a column in a shuffle. */
  static final long PROFILE_BYTES = 7_000;

  /** An average text with its length, as rows carry it. */
  static final int TEXT_BYTES = 24;

  static final int FIXED_BYTES = 8;

  /** A key in a broadcast hash table: pointer, row header and value. */
  static final int BROADCAST_KEY_BYTES = 64;

  /** A sparse value is an index of 4 and a double of 8 bytes. */
  static final int SPARSE_VALUE_BYTES = 12;

  /** Label, weight and header of a cached row. */
  static final int CACHED_ROW_BYTES = 24;

  /** A feature of a cached row of trees is a double. */
  static final int TREE_VALUE_BYTES = 8;

  /** A row of a vocabulary in a shuffle, compressed. */
  static final int VOCABULARY_ROW_BYTES = 32;

  /** How many different values a column is taken to have, where nothing is known of it. */
  static final long VOCABULARY_ROWS = 2_000;

  /** Statistics of a histogram bin: count, sum, sum of squares. */
  static final int TREE_BIN_BYTES = 24;

  /** A row of the evaluated splits in the shuffle of its counts. */
  static final long EVALUATED_ROW_BYTES = 56;

  /** Up to so many tasks send their gradients straight to the driver, not through a shuffle. */
  static final long DIRECT_TASKS = 4;

  /** Spark splits its input for all cores, but into no smaller and no larger parts than these. */
  static final long SMALLEST_SPLIT_BYTES = 4L << 20;

  static final long LARGEST_SPLIT_BYTES = 128L << 20;

  /** The part of the rows that is trained on, where only reading them would tell. */
  static final double TRAIN_SHARE = 0.7;

  private final PipelineDefinition definition;
  private final TableReads reads;
  private final TableSizes sizes;
  private final long tasks;
  private final Workers workers;

  Estimates(PipelineDefinition definition, TableSizes sizes, Workers workers) {
    this.definition = definition;
    this.reads = new TableReads(definition);
    this.sizes = sizes;
    this.workers = workers;
    this.tasks = tasks(sizes.bytes(definition.mainTable()), workers.cores());
  }

  private static long tasks(long bytes, int cores) {
    long even = (bytes + SMALLEST_SPLIT_BYTES) / cores;
    long split = Math.min(LARGEST_SPLIT_BYTES, Math.max(SMALLEST_SPLIT_BYTES, even));
    return Math.max(1, (bytes + split - 1) / split);
  }

  Measured clean(CleanSpec clean) {
    TableSpec table = definition.table(clean.table());
    long split = tasks(sizes.bytes(table), workers.cores());
    long references =
        reads.cleaned(clean).stream()
            .skip(1)
            .mapToLong(t -> sizes.rows(t) * BROADCAST_KEY_BYTES)
            .sum();
    long sorted = clean.duplicates() == null ? 0 : allBytes(table);
    long queried = reads.named(table).stream().mapToLong(this::allBytes).sum();
    long profile = split * table.allColumns().size() * PROFILE_BYTES;
    return new Measured(
        references + sorted + workers.pages(CLEAN_PAGES, split), queried + sorted + profile);
  }

  private long allBytes(TableSpec table) {
    return sizes.rows(table) * rowBytes(table.allColumns());
  }

  Measured features() {
    long shuffle = 0;
    for (FeatureSpec feature : definition.features()) {
      shuffle += tasks * vocabulary(feature) * VOCABULARY_ROW_BYTES;
    }
    return new Measured(workers.pages(FEATURES_PAGES, tasks) + shuffle, shuffle);
  }

  Measured graph() {
    return new GraphEstimates(definition, sizes).graph(workers, tasks);
  }

  Measured neighbourhoods() {
    return new GraphEstimates(definition, sizes).neighbourhoods(workers, tasks);
  }

  Measured train(ModelSpec model) {
    if (model.settings() instanceof TrainingSettings.Deep deep) {
      return deep(model, deep);
    }
    long trained = (long) (mainRows() * TRAIN_SHARE);
    int used = model.features().isEmpty() ? definition.features().size() : model.features().size();
    if (model.settings() instanceof GradientBoostedTrees trees) {
      long levels = (long) trees.trees() * trees.depth();
      long histogram = (long) used * trees.maxBins() * TREE_BIN_BYTES;
      return new Measured(
          trained * used * TREE_VALUE_BYTES + workers.pages(TRAIN_PAGES, tasks),
          levels * tasks * histogram);
    }
    return new Measured(
        trained * ((long) used * SPARSE_VALUE_BYTES + CACHED_ROW_BYTES)
            + workers.pages(TRAIN_PAGES, tasks),
        tasks <= DIRECT_TASKS ? 0 : gradients(model));
  }

  private Measured deep(ModelSpec model, TrainingSettings.Deep settings) {
    List<DeepEstimate.Feature> used =
        definition.features().stream()
            .filter(f -> model.features().isEmpty() || model.features().contains(f.name()))
            .map(f -> new DeepEstimate.Feature(f, cardinality(f)))
            .toList();
    int width = definition.label().width();
    if (definition.graph() == null || !model.overGraphs()) {
      return new DeepEstimate(used).of(settings, mainRows(), width);
    }
    double held = new GraphEstimates(definition, sizes).exampleBytes() * DeepEstimate.KEPT_SHARE;
    long parameters = NetworkParameters.count(settings.spec(), used, width);
    return new Measured(
        (long) held + parameters * DeepEstimate.COPIES * DeepEstimate.FLOAT_BYTES, 0);
  }

  /** Each iteration's gradients are first added up by the square root of the tasks. */
  private long gradients(ModelSpec model) {
    long width = 0;
    for (FeatureSpec feature : definition.features()) {
      width += Math.max(1, vocabulary(feature));
    }
    int iterations =
        model.settings() instanceof LogisticRegression logistic
            ? logistic.maxIterations()
            : model.settings() instanceof LinearRegression linear ? linear.maxIterations() : 1;
    return (long) (iterations * Math.sqrt(tasks) * width * FIXED_BYTES);
  }

  Measured evaluate() {
    long evaluated = (long) (mainRows() * (1 - TRAIN_SHARE));
    long shuffle = evaluated * EVALUATED_ROW_BYTES * definition.models().size();
    return new Measured(workers.pages(EVALUATE_PAGES, tasks), shuffle);
  }

  Measured publish() {
    return new Measured(0, 0);
  }

  private long mainRows() {
    return sizes.rows(definition.mainTable());
  }

  private long vocabulary(FeatureSpec feature) {
    long known = Math.min(VOCABULARY_ROWS, mainRows());
    if (feature instanceof FeatureSpec.Index index) {
      return Math.min(known, index.maxSize());
    }
    if (feature instanceof FeatureSpec.Cross cross && cross.buckets() == null) {
      return known;
    }
    return 0;
  }

  /** Number of indices of a feature with the one for missing values, 0 where it is a number. */
  private long cardinality(FeatureSpec feature) {
    if (feature instanceof FeatureSpec.Bins bins) {
      return bins.bins() + 1L;
    }
    if (feature instanceof FeatureSpec.Hash hash) {
      return hash.buckets() + 1L;
    }
    if (feature instanceof FeatureSpec.Part part) {
      return part.part().size() + 1L;
    }
    if (feature instanceof FeatureSpec.Cross cross && cross.buckets() != null) {
      return cross.buckets() + 1L;
    }
    long vocabulary = vocabulary(feature);
    return vocabulary == 0 ? 0 : vocabulary + 1;
  }

  private static long rowBytes(Collection<Column> columns) {
    return columns.stream()
        .mapToLong(
            c ->
                c.type() == io.millrace.spec.table.ColumnType.STRING
                    ? FIXED_BYTES + TEXT_BYTES
                    : FIXED_BYTES)
        .sum();
  }
}
