package io.millrace.jobs.neighbourhoods;

import io.millrace.jobs.data.Names;
import io.millrace.jobs.data.Splits;
import io.millrace.spec.data.DatasetManifest.ManifestColumn;
import io.millrace.spec.data.DatasetManifest.Role;
import io.millrace.spec.feature.FeatureOutput;
import io.millrace.spec.feature.FeaturePlan;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/**
 * Examples as rows of a data set; see {@code io.millrace.sampling.Example}.
 *
 * @param splits how many there are; where there is one, {@link Names#SPLIT} says all
 */
record ExampleRows(NodeColumns columns, int splits) implements Serializable {
  /**
   * What an example is but for the features of its nodes.
   *
   * @param splits where it is in each, see {@link Splits}
   * @param weights null where all are 1
   */
  record Outline(
      String splits,
      long[] ids,
      int[] begins,
      int[] sources,
      float @Nullable [] weights,
      int[] targets,
      long[] keys,
      float[] labels) {
    /** The same graph, asked for other scores. */
    Outline with(String otherSplits, int[] otherTargets, long[] otherKeys, float[] otherLabels) {
      return new Outline(
          otherSplits, ids, begins, sources, weights, otherTargets, otherKeys, otherLabels);
    }
  }

  /**
   * The columns, with the split behind them.
   *
   * @throws IllegalArgumentException if two of them have one name
   */
  StructType schema() {
    StructType schema =
        new StructType()
            .add("ids", EdgeDraws.LONGS, false)
            .add("begins", EdgeDraws.INTS, false)
            .add("sources", EdgeDraws.INTS, false)
            .add("weights", EdgeDraws.FLOATS, true)
            .add("degrees", EdgeDraws.FLOATS, false)
            .add("targets", EdgeDraws.INTS, false)
            .add("keys", EdgeDraws.LONGS, false)
            .add("labels", EdgeDraws.FLOATS, false)
            .add("dense", EdgeDraws.FLOATS, true);
    for (String index : columns.indices()) {
      schema = schema.add(index, EdgeDraws.INTS, false);
    }
    for (String name : columns.sparse()) {
      schema =
          schema
              .add(name + "_begins", EdgeDraws.INTS, false)
              .add(name + "_columns", EdgeDraws.INTS, false)
              .add(name + "_values", EdgeDraws.FLOATS, false);
    }
    if (splits > 1) {
      schema = schema.add(Splits.COLUMN, DataTypes.StringType, false);
    }
    schema = schema.add(Names.SPLIT, DataTypes.StringType, false);
    Set<String> names = new HashSet<>();
    for (String name : schema.fieldNames()) {
      if (!names.add(name)) {
        throw new IllegalArgumentException(
            "Cannot write neighbourhoods: two columns are named '%s' (expected each name once). Give the feature another name."
                .formatted(name));
      }
    }
    return schema;
  }

  /** The row of an example; features by node. */
  InternalRow row(Outline outline, List<NodeFeatures> nodes) {
    List<Object> values = new ArrayList<>();
    values.add(InternalRows.array(outline.ids()));
    values.add(InternalRows.array(outline.begins()));
    values.add(InternalRows.array(outline.sources()));
    values.add(InternalRows.array(outline.weights()));
    values.add(InternalRows.array(degrees(nodes)));
    values.add(InternalRows.array(outline.targets()));
    values.add(InternalRows.array(outline.keys()));
    values.add(InternalRows.array(outline.labels()));
    values.add(columns.dense().isEmpty() ? null : InternalRows.array(dense(nodes)));
    for (int i = 0; i < columns.indices().size(); i++) {
      int place = i;
      values.add(InternalRows.array(nodes.stream().mapToInt(n -> n.indices()[place]).toArray()));
    }
    for (int s = 0; s < columns.sparse().size(); s++) {
      sparse(nodes, s, values);
    }
    if (splits > 1) {
      values.add(UTF8String.fromString(outline.splits()));
    }
    values.add(UTF8String.fromString(Splits.first(outline.splits())));
    return InternalRows.row(values.toArray());
  }

  private static float[] degrees(List<NodeFeatures> nodes) {
    float[] degrees = new float[nodes.size()];
    for (int i = 0; i < degrees.length; i++) {
      degrees[i] = nodes.get(i).degree();
    }
    return degrees;
  }

  private float[] dense(List<NodeFeatures> nodes) {
    int width = columns.dense().size();
    float[] dense = new float[Math.multiplyExact(nodes.size(), width)];
    for (int i = 0; i < nodes.size(); i++) {
      System.arraycopy(nodes.get(i).dense(), 0, dense, i * width, width);
    }
    return dense;
  }

  private static void sparse(List<NodeFeatures> nodes, int place, List<Object> values) {
    int[] begins = new int[nodes.size() + 1];
    for (int i = 0; i < nodes.size(); i++) {
      begins[i + 1] = Math.addExact(begins[i], nodes.get(i).columns()[place].length);
    }
    int[] columns = new int[begins[nodes.size()]];
    float[] numbers = new float[columns.length];
    for (int i = 0; i < nodes.size(); i++) {
      int length = begins[i + 1] - begins[i];
      System.arraycopy(nodes.get(i).columns()[place], 0, columns, begins[i], length);
      System.arraycopy(nodes.get(i).values()[place], 0, numbers, begins[i], length);
    }
    values.add(InternalRows.array(begins));
    values.add(InternalRows.array(columns));
    values.add(InternalRows.array(numbers));
  }

  /** The columns for the manifest. */
  List<ManifestColumn> manifest(FeaturePlan plan) {
    List<ManifestColumn> described = new ArrayList<>();
    for (StructField field : schema().fields()) {
      if (!field.name().equals(Names.SPLIT)) {
        described.add(
            new ManifestColumn(
                field.name(), type(field), role(field.name()), cardinality(plan, field.name())));
      }
    }
    return described;
  }

  private static String type(StructField field) {
    return field.dataType().equals(EdgeDraws.LONGS)
        ? "array<long>"
        : field.dataType().simpleString();
  }

  private static Role role(String name) {
    return switch (name) {
      case "ids", "keys", Splits.COLUMN -> Role.KEY;
      case "labels" -> Role.LABEL;
      case "weights" -> Role.WEIGHT;
      default -> Role.FEATURE;
    };
  }

  private static int cardinality(FeaturePlan plan, String name) {
    for (FeatureOutput output : plan.outputs()) {
      boolean index = output.kind() == FeatureOutput.Kind.INDEX && output.name().equals(name);
      boolean sparse =
          output.kind() == FeatureOutput.Kind.SPARSE && (output.name() + "_columns").equals(name);
      if (index || sparse) {
        return output.cardinality();
      }
    }
    return 0;
  }
}
