package io.millrace.launcher.create;

import io.millrace.spec.table.ColumnType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;

/** Decides column by column what models may see, and in which form. */
final class Roles {
  private static final Set<String> IDS = Set.of("id", "ids", "uuid", "guid", "key", "nr", "number");
  private static final Set<String> CODES = Set.of("code", "zip", "zipcode", "postcode", "plz");

  /** From this share of different values on, a value tells which row it is. */
  private static final double NEAR_UNIQUE = 0.95;

  /** Fewer rows say nothing of uniqueness. */
  private static final int LEAST_ROWS = 20;

  private static final int MOST_LETTERS = 60;

  private final LabelChoice label;
  private final FeatureLines lines;
  private final Set<String> labelWords;

  Roles(LabelChoice label, boolean few) {
    this.label = label;
    this.lines = new FeatureLines(few);
    this.labelWords = new HashSet<>(Texts.words(label.column().name()));
  }

  /** The roles of all columns but the label, in their order. */
  List<Role> of(List<ColumnLook> columns) {
    List<Role> roles = new ArrayList<>();
    columns.stream().filter(c -> !c.is(label.column())).forEach(c -> roles.add(role(c)));
    return roles;
  }

  private Role role(ColumnLook column) {
    if (column.isConstant()) {
      String found =
          column.distinct() == 0
              ? "no value in the sample"
              : "always " + Texts.shown(column.counts().keySet().iterator().next());
      return new Role(column, List.of(), false, found, "");
    }
    String id = identity(column);
    if (!id.isEmpty()) {
      return new Role(column, List.of(), false, id, "");
    }
    Role role = lines.of(column, isCode(column));
    if (!Texts.words(label.column().name()).isEmpty() && sharesName(column)) {
      return role.without(
          "its name holds the label's: it may be known only afterwards",
          "'%s' has the label's name in its own and was left out: it may give the label away."
              .formatted(column.name()));
    }
    double relation = column.type().isTemporal() ? 0 : Relation.of(column, label);
    if (relation >= Relation.SUSPICIOUS) {
      return role.without(
          "tells %.0f%% of the label alone: it may be known only afterwards"
              .formatted(Math.floor(relation * 100)),
          "'%s' alone tells almost all of the label in the sample and was left out: it may give the label away."
              .formatted(column.name()));
    }
    return nearUnique(column) && column.type().isIntegral()
        ? new Role(
            column,
            role.features(),
            true,
            role.why(),
            "'%s' differs in almost every row of the sample: if it is an id, remove its feature."
                .formatted(column.name()))
        : role;
  }

  /** Why the column names rows rather than describing them; empty if it does not. */
  private String identity(ColumnLook column) {
    boolean named = Texts.words(column.name()).stream().anyMatch(IDS::contains);
    if (column.type() == ColumnType.STRING) {
      if (column.counts().keySet().stream().filter(Texts::isDecimalComma).count()
          > NEAR_UNIQUE * column.distinct()) {
        return "numbers with a decimal comma, which would count as text: write points";
      }
      if (nearUnique(column)) {
        return "an id or free text: %,d different values in %,d"
            .formatted(column.distinct(), column.present());
      }
      double letters =
          column.counts().keySet().stream().mapToInt(String::length).average().orElse(0);
      return letters > MOST_LETTERS
          ? "free text of %.0f letters on average".formatted(letters)
          : "";
    }
    if (!column.type().isIntegral() || column.present() < LEAST_ROWS) {
      return "";
    }
    if (named && column.distinct() * 2 > column.present()) {
      return "an id by its name: %,d different values in %,d"
          .formatted(column.distinct(), column.present());
    }
    return rises(column) ? "a running number: it rises from row to row" : "";
  }

  private static boolean nearUnique(ColumnLook column) {
    return column.present() >= LEAST_ROWS && column.distinct() >= NEAR_UNIQUE * column.present();
  }

  private static boolean rises(ColumnLook column) {
    List<Long> values =
        column.values().stream().filter(Objects::nonNull).map(Long::parseLong).toList();
    return IntStream.range(1, values.size()).allMatch(i -> values.get(i) > values.get(i - 1));
  }

  private static boolean isCode(ColumnLook column) {
    List<String> words = Texts.words(column.name());
    return words.stream().anyMatch(w -> IDS.contains(w) || CODES.contains(w));
  }

  /** {@code delay_reason} beside the label {@code delay}; short names are in too many others. */
  private boolean sharesName(ColumnLook column) {
    String name = label.column().name().toLowerCase(Locale.ROOT);
    return name.length() > 2
        && !name.startsWith("column_")
        && Texts.words(column.name()).containsAll(labelWords);
  }
}
