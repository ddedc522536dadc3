package io.millrace.handoff.definition;

import io.millrace.spec.feature.DatePart;
import io.millrace.spec.feature.FeatureSpec;
import io.millrace.spec.feature.FeatureSpec.Bins;
import io.millrace.spec.feature.FeatureSpec.Cross;
import io.millrace.spec.feature.FeatureSpec.Cyclic;
import io.millrace.spec.feature.FeatureSpec.Hash;
import io.millrace.spec.feature.FeatureSpec.Index;
import io.millrace.spec.feature.FeatureSpec.Numeric;
import io.millrace.spec.feature.FeatureSpec.Part;
import io.millrace.spec.feature.FeatureSpec.Sparse;
import io.millrace.spec.feature.Impute;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads {@code features}. */
final class FeatureReader {
  private static final Kind<String> TYPES =
      Kind.oneOf("numeric", "bins", "index", "hash", "date-part", "cyclic", "cross", "sparse");
  private static final int BINS = 16;
  private static final int MAX_SIZE = 100_000;

  private FeatureReader() {}

  static Map<String, Optional<FeatureSpec>> read(Section root) {
    Map<String, Optional<FeatureSpec>> features = new LinkedHashMap<>();
    root.section("features")
        .ifPresent(
            section -> {
              for (String name : section.allKeys()) {
                Names.check(section, name, "feature");
                features.put(name, section.optionalSection(name).flatMap(FeatureReader::feature));
              }
              if (features.isEmpty()) {
                section.problem(
                    List.of(), "Cannot train without features (expected at least one).");
              }
            });
    return features;
  }

  private static Optional<FeatureSpec> feature(Section section) {
    Optional<String> type = section.need("type", TYPES);
    if (type.isEmpty()) {
      section.abandon();
    }
    return type.flatMap(t -> ofType(section, t));
  }

  private static Optional<FeatureSpec> ofType(Section section, String type) {
    String name = section.name();
    if (type.equals("cross")) {
      return cross(section, name);
    }
    String column = section.required("column", Kind.TEXT);
    return switch (type) {
      case "numeric" -> numeric(section, name, column);
      case "bins" -> {
        int bins = section.optional("bins", Kind.WHOLE, BINS);
        yield section.build(() -> new Bins(name, column, bins));
      }
      case "index" -> index(section, name, column);
      case "hash" -> {
        int buckets = section.required("buckets", Kind.WHOLE);
        yield section.build(() -> new Hash(name, column, buckets));
      }
      case "sparse" -> {
        int width = section.required("width", Kind.WHOLE);
        boolean normalise = section.optional("normalise", Kind.FLAG, false);
        yield section.build(() -> new Sparse(name, column, width, normalise));
      }
      case "date-part" -> {
        DatePart part = section.required("part", Kind.of(DatePart.class));
        yield section.build(() -> new Part(name, column, part));
      }
      default -> {
        DatePart part = section.required("part", Kind.of(DatePart.class));
        yield section.build(() -> new Cyclic(name, column, part));
      }
    };
  }

  private static Optional<FeatureSpec> numeric(Section section, String name, String column) {
    Impute impute = section.optional("impute", Kind.of(Impute.class), Impute.MEAN);
    boolean standardise = section.optional("standardise", Kind.FLAG, true);
    boolean log = section.optional("log", Kind.FLAG, false);
    return section.build(() -> new Numeric(name, column, impute, standardise, log));
  }

  private static Optional<FeatureSpec> index(Section section, String name, String column) {
    int minCount = section.optional("min-count", Kind.WHOLE, 1);
    int maxSize = section.optional("max-size", Kind.WHOLE, MAX_SIZE);
    return section.build(() -> new Index(name, column, minCount, maxSize));
  }

  private static Optional<FeatureSpec> cross(Section section, String name) {
    List<String> of = section.requiredList("of", Kind.TEXT);
    @Nullable Integer buckets = section.optional("buckets", Kind.WHOLE);
    int minCount = section.optional("min-count", Kind.WHOLE, 1);
    if (buckets != null && section.has("min-count")) {
      section.problem(
          List.of("min-count"),
          "Cannot build feature '%s': it has both min-count and buckets (expected one of them).",
          name);
    }
    return section.build(() -> new Cross(name, of, minCount, buckets));
  }
}
