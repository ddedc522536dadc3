package io.millrace.jobs.features;

import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.stddev_pop;
import static org.apache.spark.sql.functions.struct;

import io.millrace.spec.PipelineDefinition;
import io.millrace.spec.feature.FeaturePlan;
import io.millrace.spec.feature.FeatureSpec;
import io.millrace.spec.feature.Impute;
import io.millrace.spec.feature.Transform;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Fits a definition's features on the training rows. Numbers of all features take one scan. */
final class PlanFitter {
  static final int HASH_SEED = 42;

  private final Dataset<Row> train;
  private final Map<String, Transform> fitted = new LinkedHashMap<>();

  private PlanFitter(Dataset<Row> train) {
    this.train = train;
  }

  static FeaturePlan fit(Dataset<Row> train, PipelineDefinition definition) {
    PlanFitter fitter = new PlanFitter(train);
    fitter.numbers(definition.features());
    for (FeatureSpec feature : definition.features()) {
      fitter.fitOther(feature);
    }
    List<Transform> transforms = fitter.ordered(definition.features());
    List<String> used = transforms.stream().flatMap(t -> t.columns().stream()).distinct().toList();
    return new FeaturePlan(
        FeaturePlan.VERSION,
        used.stream()
            .map(name -> definition.mainTable().column(name).orElseThrow())
            .map(c -> new io.millrace.spec.table.Column(c.name(), c.type()))
            .toList(),
        transforms);
  }

  /** In the definition's order, but for crosses, which follow what they combine. */
  private List<Transform> ordered(List<FeatureSpec> features) {
    List<Transform> ordered = new ArrayList<>();
    features.stream()
        .filter(f -> !(f instanceof FeatureSpec.Cross))
        .forEach(f -> ordered.add(fitted.get(f.name())));
    fitted.values().stream().filter(t -> t instanceof Transform.Cross).forEach(ordered::add);
    return ordered;
  }

  private void numbers(List<FeatureSpec> features) {
    Quantiles quantiles = Quantiles.wanted(features);
    List<Column> wanted = new ArrayList<>(quantiles.columns());
    for (FeatureSpec feature : features) {
      if (feature instanceof FeatureSpec.Numeric numeric) {
        Column x = TransformColumns.number(numeric.column());
        Column scaled = TransformColumns.scaled(x, numeric.log());
        wanted.add(struct(avg(x), avg(scaled), stddev_pop(scaled)).as(feature.name()));
      }
    }
    if (wanted.isEmpty()) {
      return;
    }
    Row found = train.agg(count(lit(1)).as("__rows"), wanted.toArray(Column[]::new)).first();
    for (FeatureSpec feature : features) {
      if (feature instanceof FeatureSpec.Numeric numeric) {
        fitted.put(
            feature.name(),
            numeric(numeric, found.getAs(feature.name()), quantiles.median(found, numeric)));
      } else if (feature instanceof FeatureSpec.Bins bins) {
        fitted.put(
            feature.name(),
            new Transform.Bins(feature.name(), bins.column(), quantiles.edges(found, bins)));
      }
    }
  }

  private static Transform numeric(FeatureSpec.Numeric feature, Row found, double median) {
    double imputed = 0;
    if (feature.impute() != Impute.ZERO && !found.isNullAt(0)) {
      imputed = feature.impute() == Impute.MEDIAN ? median : found.getDouble(0);
    }
    boolean standardise = feature.standardise() && !found.isNullAt(1);
    double deviation = standardise ? found.getDouble(2) : 1;
    return new Transform.Numeric(
        feature.name(),
        feature.column(),
        feature.log(),
        imputed,
        standardise ? found.getDouble(1) : 0,
        deviation > 0 ? deviation : 1);
  }

  private void fitOther(FeatureSpec feature) {
    if (feature instanceof FeatureSpec.Index index) {
      fitted.put(feature.name(), index(index));
    } else if (feature instanceof FeatureSpec.Hash hash) {
      fitted.put(
          feature.name(),
          new Transform.Hash(feature.name(), hash.column(), hash.buckets(), HASH_SEED));
    } else if (feature instanceof FeatureSpec.Part part) {
      fitted.put(feature.name(), new Transform.Part(feature.name(), part.column(), part.part()));
    } else if (feature instanceof FeatureSpec.Cyclic cyclic) {
      fitted.put(
          feature.name(), new Transform.Cyclic(feature.name(), cyclic.column(), cyclic.part()));
    } else if (feature instanceof FeatureSpec.Cross cross) {
      fitted.put(feature.name(), cross(cross));
    } else if (feature instanceof FeatureSpec.Sparse sparse) {
      fitted.put(
          feature.name(),
          new Transform.Sparse(
              feature.name(), sparse.column(), sparse.width(), sparse.normalise()));
    }
  }

  private Transform index(FeatureSpec.Index feature) {
    List<String> vocabulary = new ArrayList<>();
    train
        .select(TransformColumns.text(feature.column()).as("value"))
        .where(col("value").isNotNull())
        .groupBy("value")
        .agg(count(lit(1)).as("rows"))
        .where(col("rows").geq(feature.minCount()))
        .orderBy(col("rows").desc(), col("value"))
        .limit(feature.maxSize())
        .collectAsList()
        .forEach(row -> vocabulary.add(row.getString(0)));
    return new Transform.Index(feature.name(), feature.column(), vocabulary);
  }

  private Transform cross(FeatureSpec.Cross feature) {
    Map<String, Integer> cardinality = new HashMap<>();
    fitted
        .values()
        .forEach(t -> t.outputs().forEach(o -> cardinality.put(o.name(), o.cardinality())));
    List<Integer> cardinalities = feature.of().stream().map(cardinality::get).toList();
    if (feature.buckets() != null) {
      return new Transform.Cross(
          feature.name(), feature.of(), cardinalities, List.of(), feature.buckets());
    }
    List<Long> codes = new ArrayList<>();
    TransformColumns.add(train, parents(feature))
        .select(TransformColumns.code(feature.of(), cardinalities).as("code"))
        .groupBy("code")
        .agg(count(lit(1)).as("rows"))
        .where(col("rows").geq(feature.minCount()))
        .orderBy("code")
        .collectAsList()
        .forEach(row -> codes.add(row.getLong(0)));
    return new Transform.Cross(feature.name(), feature.of(), cardinalities, codes, null);
  }

  /** What a cross combines, with what that combines, in order. */
  private List<Transform> parents(FeatureSpec.Cross feature) {
    List<Transform> parents = new ArrayList<>();
    for (String name : feature.of()) {
      addWithParents(fitted.get(name), parents);
    }
    return parents;
  }

  private void addWithParents(Transform transform, List<Transform> into) {
    if (transform instanceof Transform.Cross cross) {
      cross.of().forEach(name -> addWithParents(fitted.get(name), into));
    }
    if (!into.contains(transform)) {
      into.add(transform);
    }
  }
}
