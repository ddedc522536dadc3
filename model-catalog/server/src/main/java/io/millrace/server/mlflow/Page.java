package io.millrace.server.mlflow;

import io.millrace.server.api.ApiException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A part of a sorted list. The token names the last thing of the page before, and not how many came
 * before it: so nothing is passed over or shown twice when others publish meanwhile.
 *
 * @param next null-free: empty on the last page
 */
record Page<T>(List<T> things, Optional<String> next) {
  private static final int MAX_TOKEN = 1000;

  /**
   * @param query what was asked for, with which a token may be used again
   * @param sorted all that fit, in order
   * @param identity of a thing, which never changes
   * @param find a thing by its identity
   */
  static <T> Page<T> of(
      String query,
      List<T> sorted,
      Comparator<T> order,
      Function<T, String> identity,
      Function<String, Optional<T>> find,
      Optional<String> token,
      int size) {
    int from = token.isEmpty() ? 0 : after(sorted, order, last(token.get(), query, find));
    int to = Math.min(sorted.size(), from + size);
    List<T> things = sorted.subList(from, to);
    return new Page<>(
        things,
        to < sorted.size() && size > 0
            ? Optional.of(token(query, identity.apply(sorted.get(to - 1))))
            : Optional.empty());
  }

  private static <T> int after(List<T> sorted, Comparator<T> order, T last) {
    int low = 0;
    int high = sorted.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (order.compare(sorted.get(middle), last) <= 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private static String token(String query, String identity) {
    String text = Integer.toHexString(query.hashCode()) + " " + identity;
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static <T> T last(String token, String query, Function<String, Optional<T>> find) {
    if (token.length() <= MAX_TOKEN) {
      try {
        String text = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
        int space = text.indexOf(' ');
        if (space > 0 && text.substring(0, space).equals(Integer.toHexString(query.hashCode()))) {
          Optional<T> last = find.apply(text.substring(space + 1));
          if (last.isPresent()) {
            return last.get();
          }
        }
      } catch (IllegalArgumentException e) {
        throw wrongToken();
      }
    }
    throw wrongToken();
  }

  private static ApiException wrongToken() {
    return ApiException.invalid(
        "Cannot go on: the page token is not one that this search gave (expected the 'next_page_token' of the page before, with the same filter and order).");
  }
}
