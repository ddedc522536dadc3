package io.millrace.jobs.features;

import io.millrace.spec.data.DatasetManifest.ManifestColumn;
import io.millrace.spec.data.DatasetManifest.Role;
import io.millrace.spec.feature.FeatureOutput;
import io.millrace.spec.feature.FeaturePlan;
import java.util.ArrayList;
import java.util.List;

/** The columns of prepared data. */
public final class Prepared {
  private Prepared() {}

  /** The column with the columns of a sparse output. */
  public static String columns(FeatureOutput output) {
    return output.name() + "_columns";
  }

  /** The column with the values of a sparse output. */
  public static String values(FeatureOutput output) {
    return output.name() + "_values";
  }

  /** The columns that a plan's outputs are, in order. */
  public static List<ManifestColumn> of(FeaturePlan plan) {
    List<ManifestColumn> columns = new ArrayList<>();
    for (FeatureOutput output : plan.outputs()) {
      switch (output.kind()) {
        case DENSE -> columns.add(feature(output.name(), "float", 0));
        case INDEX -> columns.add(feature(output.name(), "int", output.cardinality()));
        case SPARSE -> {
          columns.add(feature(columns(output), "array<int>", output.cardinality()));
          columns.add(feature(values(output), "array<float>", 0));
        }
      }
    }
    return columns;
  }

  private static ManifestColumn feature(String name, String type, int cardinality) {
    return new ManifestColumn(name, type, Role.FEATURE, cardinality);
  }
}
