package io.millrace.handoff.definition;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a value of a definition may be.
 *
 * @param expected its description for messages
 * @param words the words to choose from, empty where there is no list
 * @param standIn what is used in place of a value that could not be read, until the end of reading
 */
record Kind<T>(
    String expected, T standIn, List<String> words, Function<ConfigValue, Optional<T>> reader) {
  /** Text; a number or a truth value counts as the text that was written. */
  static final Kind<String> TEXT = new Kind<>("text", "", Kind::scalar);

  // An environment variable is always text, so numbers and truth values may come as text.
  static final Kind<Double> NUMBER =
      new Kind<>(
          "a number", 0.0, v -> decimal(v).map(BigDecimal::doubleValue).filter(Double::isFinite));
  static final Kind<Integer> WHOLE =
      new Kind<>("a whole number", 0, v -> exact(v, BigDecimal::intValueExact));
  static final Kind<Long> LONG =
      new Kind<>("a whole number", 0L, v -> exact(v, BigDecimal::longValueExact));
  static final Kind<Boolean> FLAG = new Kind<>("true or false", false, Kind::flag);
  static final Kind<LocalDateTime> TIME =
      new Kind<>(
          "a date or time such as 2001-05-01 or 2001-05-01T12:30:00",
          LocalDateTime.MIN,
          v -> scalar(v).flatMap(ValueText::time));
  static final Kind<Long> MEMORY =
      new Kind<>(
          "a size with a unit, such as 512m or 4g", 0L, v -> scalar(v).flatMap(MemorySize::bytes));
  static final Kind<Character> CHARACTER =
      new Kind<>(
          "one character", ',', v -> scalar(v).filter(s -> s.length() == 1).map(s -> s.charAt(0)));

  private Kind(String expected, T standIn, Function<ConfigValue, Optional<T>> reader) {
    this(expected, standIn, List.of(), reader);
  }

  /** What was expected in place of this value, with the nearest word. */
  String expected(ConfigValue found) {
    return expected
        + scalar(found)
            .flatMap(word -> Nearest.to(word, words))
            .map("; did you mean '%s'?"::formatted)
            .orElse("");
  }

  Optional<T> read(ConfigValue value) {
    return reader.apply(value);
  }

  /** The same kind with another description. */
  Kind<T> called(String description) {
    return new Kind<>(description, standIn, words, reader);
  }

  /** The names of an enumeration, written in lower case with hyphens. */
  static <E extends Enum<E>> Kind<E> of(Class<E> type) {
    List<E> constants = List.of(type.getEnumConstants());
    List<String> names = constants.stream().map(Kind::text).toList();
    return new Kind<>(
        "one of " + String.join(", ", names),
        constants.get(0),
        names,
        v -> word(v).map(names::indexOf).filter(i -> i >= 0).map(constants::get));
  }

  /** Text that must be one of these. */
  static Kind<String> oneOf(String... words) {
    List<String> known = Arrays.asList(words);
    return new Kind<>(
        "one of " + String.join(", ", words),
        words[0],
        known,
        v -> word(v).filter(known::contains));
  }

  /** A whole number above 0, or a word that stands for a number. */
  static Kind<Integer> counted(String word, int meant, String expected) {
    return new Kind<>(
        expected,
        1,
        v ->
            scalar(v).filter(word::equals).isPresent()
                ? Optional.of(meant)
                : exact(v, BigDecimal::intValueExact).filter(count -> count > 0));
  }

  static String text(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** A value as it is named in messages. */
  static String describe(ConfigValue value) {
    if (value instanceof ConfigObject) {
      return "an object";
    }
    if (value instanceof ConfigList) {
      return "a list";
    }
    return switch (value.valueType()) {
      case NULL -> "null";
      case NUMBER -> "the number " + scalar(value).orElse("");
      case BOOLEAN -> scalar(value).orElse("");
      default -> "'" + scalar(value).orElse("") + "'";
    };
  }

  private static Optional<String> word(ConfigValue value) {
    return value.valueType() == ConfigValueType.NULL ? Optional.of("null") : scalar(value);
  }

  private static Optional<String> scalar(ConfigValue value) {
    return switch (value.valueType()) {
      // Asked as text, the library gives a number as it was written.
      case STRING, NUMBER, BOOLEAN -> Optional.of(value.atKey("v").getString("v"));
      default -> Optional.empty();
    };
  }

  private static Optional<BigDecimal> decimal(ConfigValue value) {
    return value.valueType() == ConfigValueType.BOOLEAN
        ? Optional.empty()
        : scalar(value).flatMap(ValueText::decimal);
  }

  private static <N> Optional<N> exact(ConfigValue value, Function<BigDecimal, N> narrow) {
    try {
      return decimal(value).map(narrow);
    } catch (ArithmeticException e) {
      return Optional.empty();
    }
  }

  private static Optional<Boolean> flag(ConfigValue value) {
    return scalar(value)
        .map(s -> s.toLowerCase(Locale.ROOT))
        .filter(List.of("true", "false")::contains)
        .map(Boolean::valueOf);
  }
}
