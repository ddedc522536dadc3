package io.millrace.jobs.clean;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One kind of damage.
 *
 * @param check the name under which the ledger must count it
 * @param column the value that is damaged, null where the whole line is
 * @param value the damaged value: text in text formats, typed elsewhere; null is a missing value
 * @param becomes what the value must be after cleaning, as text; null: missing
 * @param rejected whether the row must be rejected
 */
record Damage(
    String check,
    @Nullable String column,
    @Nullable Object value,
    @Nullable String becomes,
    boolean rejected) {

  static Damage rejects(String check, String column, @Nullable Object value) {
    return new Damage(check, column, value, null, true);
  }

  static Damage changes(String check, String column, Object value, @Nullable String becomes) {
    return new Damage(check, column, value, becomes, false);
  }

  /** What all formats can hold. */
  private static List<Damage> anywhere() {
    return List.of(
        rejects("amount:range", "amount", -0.01),
        rejects("amount:range", "amount", 1000.5),
        rejects("time:range", "time", java.time.LocalDateTime.of(2101, 1, 1, 0, 0, 1)),
        rejects("day:range", "day", java.time.LocalDate.of(1899, 12, 31)),
        rejects("code:pattern", "code", "AB123"),
        rejects("code:pattern", "code", "AB'1234"),
        rejects("country:reference", "country", "XX"),
        rejects("customer:required", "customer", null),
        changes("quantity:range", "quantity", 0.0, "1"),
        changes("quantity:range", "quantity", 1e6, "100"),
        changes("discount:range", "discount", 0.95f, null),
        changes("channel:allowed", "channel", "WEB", null),
        changes("ship to.city:pattern", "ship to.city", "12 Main Street", null),
        rejects("quantity:cast", "quantity", 3.5),
        rejects("quantity:cast", "quantity", 1e12),
        rejects("amount:cast", "amount", Double.POSITIVE_INFINITY),
        changes("discount:cast", "discount", Float.NEGATIVE_INFINITY, null));
  }

  /** What formats with types can hold: a number that is none is a missing one there. */
  static List<Damage> typed() {
    return plus(anywhere(), List.of(rejects("amount:required", "amount", Double.NaN)));
  }

  /** What lines of text can hold. */
  static List<Damage> text() {
    return plus(
        anywhere(),
        List.of(
            rejects("id:cast", "id", "9223372036854775808"),
            rejects("id:cast", "id", "0x10"),
            rejects("time:cast", "time", "2001-02-30T10:00:00"),
            rejects("time:cast", "time", "12:30"),
            rejects("day:cast", "day", "31.02.2001"),
            rejects("day:cast", "day", "31.12.01"),
            rejects("day:cast", "day", "2001-12-31"),
            rejects("amount:cast", "amount", "12,50"),
            rejects("amount:cast", "amount", "NaN"),
            rejects("amount:cast", "amount", "1.5d"),
            rejects("quantity:cast", "quantity", "3.7"),
            rejects("quantity:cast", "quantity", "many"),
            changes("discount:cast", "discount", "10%", null),
            changes("express:cast", "express", "maybe", null)));
  }

  private static List<Damage> plus(List<Damage> some, List<Damage> more) {
    return java.util.stream.Stream.concat(some.stream(), more.stream()).toList();
  }
}
