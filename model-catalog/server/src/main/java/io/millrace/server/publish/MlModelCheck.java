package io.millrace.server.publish;

import io.millrace.server.api.ApiException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * Whether an {@code MLmodel} file is one of an ONNX model and of nothing else: MLflow's loader runs
 * the module that it names, and puts folders that it names on Python's path.
 */
final class MlModelCheck {
  private static final int MAX_BYTES = 1 << 20;
  private static final Set<String> FLAVORS = Set.of("onnx", "python_function");

  private MlModelCheck() {}

  static void require(byte[] file) {
    Object tree = tree(file);
    if (!(tree instanceof Map<?, ?> model) || !(model.get("flavors") instanceof Map<?, ?> all)) {
      throw refused("it has no flavors", "those of an ONNX model");
    }
    for (Map.Entry<?, ?> flavor : all.entrySet()) {
      if (!(flavor.getKey() instanceof String name)
          || !FLAVORS.contains(name)
          || !(flavor.getValue() instanceof Map<?, ?> settings)) {
        throw refused("flavor '" + flavor.getKey() + "'", FLAVORS);
      }
      requireSame(name, "data", settings.get("data"), "model.onnx");
      requireSame(name, "code", settings.get("code"), null);
      if (name.equals("python_function")) {
        requireSame(name, "loader_module", settings.get("loader_module"), "mlflow.onnx");
      }
    }
  }

  private static void requireSame(
      String flavor, String key, @Nullable Object found, @Nullable String expected) {
    if (found == null ? expected != null : !found.equals(expected)) {
      throw refused(
          "'%s' of flavor '%s' is '%s'".formatted(key, flavor, found), "'" + expected + "'");
    }
  }

  private static @Nullable Object tree(byte[] file) {
    if (file.length > MAX_BYTES) {
      throw refused("it has %d bytes".formatted(file.length), "at most " + MAX_BYTES);
    }
    LoaderOptions limits = new LoaderOptions();
    limits.setMaxAliasesForCollections(10);
    limits.setNestingDepthLimit(20);
    limits.setAllowDuplicateKeys(false);
    try {
      return new Yaml(new SafeConstructor(limits)).load(new String(file, StandardCharsets.UTF_8));
    } catch (YAMLException e) {
      throw refused(String.valueOf(e.getMessage()).lines().findFirst().orElse(""), "YAML");
    }
  }

  private static ApiException refused(String found, Object expected) {
    return ApiException.invalid(
        "Cannot publish file 'MLmodel': %s (expected %s). MLflow would run other code when it loads the model."
            .formatted(found, expected));
  }
}
