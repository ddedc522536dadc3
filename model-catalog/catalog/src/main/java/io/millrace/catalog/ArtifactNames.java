package io.millrace.catalog;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Which files a version may hold: formats that run no code when they are loaded. */
final class ArtifactNames {
  static final String MODEL = "model.onnx";
  static final String SIGNATURE = "signature.json";
  static final String CARD = "model-card.md";
  static final String EVALUATION = "evaluation.json";
  static final String MANIFEST = "manifest.json";

  private static final Set<String> EXTENSIONS =
      Set.of("onnx", "data", "json", "md", "yaml", "yml", "txt", "safetensors", "csv", "parquet");

  // A segment starts with a letter, digit or underscore: so neither "..", nor "/x", nor "a//b",
  // nor a hidden file, nor a drive letter can be written.
  private static final Pattern SEGMENTS =
      Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,127}(/[A-Za-z0-9_][A-Za-z0-9._-]{0,127}){0,7}");

  private ArtifactNames() {}

  static void requireAll(String model, Collection<String> names) {
    names.forEach(ArtifactNames::require);
    for (String required : List.of(MODEL, SIGNATURE)) {
      if (!names.contains(required)) {
        throw new IllegalArgumentException(
            "Cannot publish model '%s': file '%s' is missing (found %s). Add it."
                .formatted(model, required, List.copyOf(names)));
      }
    }
  }

  static void require(String name) {
    if (!SEGMENTS.matcher(name).matches()) {
      throw refused(
          name,
          "a relative path of letters, digits, '.', '_' and '-', whose parts start with none"
              + " of '.' and '-'");
    }
    if (name.equals(MANIFEST)) {
      throw refused(name, "another name: the catalog writes this file itself");
    }
    String last = name.substring(name.lastIndexOf('/') + 1);
    String extension = last.substring(last.lastIndexOf('.') + 1);
    boolean allowed = last.contains(".") && EXTENSIONS.contains(extension);
    if (!allowed && !name.equals("MLmodel")) {
      throw refused(name, "'MLmodel' or an extension of " + EXTENSIONS.stream().sorted().toList());
    }
  }

  private static IllegalArgumentException refused(String name, String expected) {
    return new IllegalArgumentException(
        "Cannot publish file '%s': its name is not allowed (expected %s)."
            .formatted(name, expected));
  }
}
