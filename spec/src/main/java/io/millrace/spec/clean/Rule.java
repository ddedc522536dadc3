package io.millrace.spec.clean;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A check of one column. Rules of a column run in the order cast, range, pattern, allowed,
 * reference, required; each sees the value that the ones before it left.
 */
public sealed interface Rule {
  /** What happens to a row that breaks this rule. */
  Policy policy();

  /** Short name, used in reasons and counts: {@code <column>:<kind>}. */
  String kind();

  /** The text or number can be read as the column's type without loss. */
  record Cast(Policy policy) implements Rule {
    public Cast {
      notClip(policy, "cast");
    }

    @Override
    public String kind() {
      return "cast";
    }
  }

  /** The value is there. */
  record Required(Policy policy) implements Rule {
    public Required {
      if (policy != Policy.REJECT && policy != Policy.FAIL) {
        throw new IllegalArgumentException(
            "Cannot use policy %s for 'required' (expected reject or fail)."
                .formatted(policy.name().toLowerCase(java.util.Locale.ROOT)));
      }
    }

    @Override
    public String kind() {
      return "required";
    }
  }

  /**
   * min <= value <= max; either end may be open (null). Numbers are written as numbers, times as
   * ISO-8601.
   */
  record Range(@Nullable String min, @Nullable String max, Policy policy) implements Rule {
    public Range {
      if (min == null && max == null) {
        throw new IllegalArgumentException(
            "Cannot use a range without ends (expected min, max or both).");
      }
    }

    @Override
    public String kind() {
      return "range";
    }
  }

  /** The whole text matches a regular expression (java.util.regex). */
  record Pattern(String regex, Policy policy) implements Rule {
    public Pattern {
      notClip(policy, "pattern");
      java.util.Objects.requireNonNull(java.util.regex.Pattern.compile(regex));
    }

    @Override
    public String kind() {
      return "pattern";
    }
  }

  /** The value, as text, is one of these. */
  record Allowed(List<String> values, Policy policy) implements Rule {
    public Allowed {
      notClip(policy, "allowed");
      values = List.copyOf(values);
      if (values.isEmpty()) {
        throw new IllegalArgumentException("Cannot use an empty list of allowed values.");
      }
    }

    @Override
    public String kind() {
      return "allowed";
    }
  }

  /** The value stands in a column of another table of the definition. */
  record Reference(String table, String column, Policy policy) implements Rule {
    public Reference {
      notClip(policy, "reference");
      Objects.requireNonNull(table, "table");
      Objects.requireNonNull(column, "column");
    }

    @Override
    public String kind() {
      return "reference";
    }
  }

  private static void notClip(Policy policy, String kind) {
    if (policy == Policy.CLIP) {
      throw new IllegalArgumentException(
          "Cannot use policy clip for '%s' (expected reject, null or fail).".formatted(kind));
    }
  }
}
