package io.millrace.handoff.definition;

import com.typesafe.config.ConfigList;
import io.millrace.spec.clean.CleanSpec.Duplicates;
import io.millrace.spec.clean.Policy;
import io.millrace.spec.clean.Rule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/** Reads {@code clean}, and in it how other tables are cleaned. */
final class CleanReader {
  private static final Kind<Policy> POLICY = Kind.of(Policy.class);

  private CleanReader() {}

  static Draft.CleanDrafts read(Section root) {
    Optional<Section> section = root.section("clean");
    if (section.isEmpty()) {
      return new Draft.CleanDrafts(Draft.CleanDraft.none(""), List.of());
    }
    Section clean = section.get();
    String table = clean.required("table", Kind.TEXT);
    Draft.CleanDraft main = table(clean, table);
    List<Draft.CleanDraft> sources = new ArrayList<>();
    clean
        .optionalSection("sources")
        .ifPresent(
            tables -> {
              for (String name : tables.allKeys()) {
                sources.add(
                    tables
                        .optionalSection(name)
                        .map(CleanReader::source)
                        .orElseGet(() -> Draft.CleanDraft.none(name)));
              }
            });
    clean.close();
    return new Draft.CleanDrafts(main, sources);
  }

  private static Draft.CleanDraft source(Section section) {
    Draft.CleanDraft source = table(section, section.name());
    section.close();
    return source;
  }

  private static Draft.CleanDraft table(Section clean, String table) {
    Map<String, List<Rule>> rules = new LinkedHashMap<>();
    clean
        .optionalSection("columns")
        .ifPresent(
            columns -> {
              for (String name : columns.allKeys()) {
                List<Rule> read =
                    columns.optionalSection(name).map(CleanReader::rules).orElse(List.of());
                rules.put(name, read);
              }
            });
    Optional<Duplicates> duplicates =
        clean.optionalSection("duplicates").flatMap(CleanReader::duplicates);
    return new Draft.CleanDraft(clean.path(), table, rules, duplicates);
  }

  private static List<Rule> rules(Section column) {
    List<Rule> rules = new ArrayList<>();
    brief(column, "cast", Rule.Cast::new).ifPresent(rules::add);
    brief(column, "required", Rule.Required::new).ifPresent(rules::add);
    column.optionalSection("range").flatMap(CleanReader::range).ifPresent(rules::add);
    column.optionalSection("pattern").flatMap(CleanReader::pattern).ifPresent(rules::add);
    column.optionalSection("allowed").flatMap(CleanReader::allowed).ifPresent(rules::add);
    column.optionalSection("reference").flatMap(CleanReader::reference).ifPresent(rules::add);
    column.close();
    return rules;
  }

  /** {@code cast = null} or {@code cast { policy = null }}. */
  private static Optional<Rule> brief(Section column, String key, Function<Policy, Rule> rule) {
    if (column.hasObject(key)) {
      return column
          .optionalSection(key)
          .flatMap(
              section -> {
                Policy policy = policy(section, "policy");
                return section.build(() -> rule.apply(policy));
              });
    }
    if (column.valueOrNull(key) == null) {
      return Optional.empty();
    }
    return column.part(key, POLICY).flatMap(policy -> column.made(key, () -> rule.apply(policy)));
  }

  private static Policy policy(Section section, String key) {
    return section.valueOrNull(key) == null
        ? Policy.REJECT
        : section.part(key, POLICY).orElse(Policy.REJECT);
  }

  private static Optional<Rule> range(Section section) {
    String min = section.optional("min", Kind.TEXT);
    String max = section.optional("max", Kind.TEXT);
    Policy policy = policy(section, "policy");
    return section.build(() -> new Rule.Range(min, max, policy));
  }

  private static Optional<Rule> pattern(Section section) {
    String regex = section.required("regex", Kind.TEXT);
    Policy policy = policy(section, "policy");
    try {
      Objects.requireNonNull(java.util.regex.Pattern.compile(regex));
    } catch (java.util.regex.PatternSyntaxException e) {
      section.problem(
          List.of("regex"),
          "Cannot use the regular expression '%s': %s near index %d (expected java.util.regex syntax).",
          regex,
          e.getDescription(),
          e.getIndex());
    }
    return section.build(() -> new Rule.Pattern(regex, policy));
  }

  private static Optional<Rule> allowed(Section section) {
    List<String> values = section.requiredList("values", Kind.TEXT);
    Policy policy = policy(section, "policy");
    return section.build(() -> new Rule.Allowed(values, policy));
  }

  private static Optional<Rule> reference(Section section) {
    String table = section.required("table", Kind.TEXT);
    String column = section.required("column", Kind.TEXT);
    Policy policy = policy(section, "policy");
    return section.build(() -> new Rule.Reference(table, column, policy));
  }

  private static Optional<Duplicates> duplicates(Section section) {
    List<String> columns = List.of();
    if (section.value("columns") instanceof ConfigList) {
      columns = section.requiredList("columns", Kind.TEXT);
      if (section.hasEmptyList("columns")) {
        section.problem(
            List.of("columns"),
            "Cannot look for duplicates in no columns (expected all or a list of columns).");
      }
    } else {
      section.required("columns", Kind.oneOf("all").called("all or a list of columns"));
    }
    List<String> key = columns;
    Policy policy = policy(section, "policy");
    return section.build(() -> new Duplicates(key, policy));
  }
}
