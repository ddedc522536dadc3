package io.millrace.spec;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The catalog entry of a definition's models.
 *
 * @param catalog root of the catalog on any Hadoop file system, null for the launcher's default
 * @param model {@code <team>/<model>}: the best model's name; others get {@code -<network>} behind
 * @param summary one paragraph for the model card
 * @param facts what a consumer must know, one sentence each, for the model card
 */
public record PublishSpec(
    @Nullable String catalog, String model, String summary, List<String> facts) {
  private static final Pattern NAME =
      Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,127}/[A-Za-z0-9][A-Za-z0-9_-]{0,127}");

  public PublishSpec {
    facts = List.copyOf(facts);
    if (!NAME.matcher(model).matches()) {
      throw new IllegalArgumentException(
          "Cannot publish as '%s' (expected <team>/<model> of letters, digits, '-' and '_')."
              .formatted(model));
    }
  }
}
