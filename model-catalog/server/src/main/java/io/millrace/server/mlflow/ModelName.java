package io.millrace.server.mlflow;

import io.millrace.server.api.ApiException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code team.model} as MLflow's clients write it, since they split at slashes. */
public final class ModelName {
  private static final String PART = "[A-Za-z0-9][A-Za-z0-9_-]{0,127}";
  private static final Pattern NAME = Pattern.compile("(" + PART + ")\\.(" + PART + ")");

  private ModelName() {}

  /**
   * The catalog's name, {@code team/model}.
   *
   * @throws ApiException if it can be no name
   */
  public static String toCatalog(String name) {
    Matcher parts = NAME.matcher(name);
    if (!parts.matches()) {
      throw ApiException.invalid(
          "Cannot use model name '%s': not allowed (expected team.model, each of 1 to 128 letters, digits, '_' or '-', starting with a letter or digit)."
              .formatted(name.length() <= 300 ? name : name.substring(0, 300) + "..."));
    }
    return parts.group(1) + "/" + parts.group(2);
  }

  /** The name that clients get. */
  public static String toClient(String name) {
    return name.replace('/', '.');
  }
}
