package io.millrace.catalog;

import io.millrace.catalog.access.Question;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One version of a model. Its files never change; what people say of it is added by log entries.
 *
 * @param name of the model, {@code team/model}
 * @param version number within the model, from 1
 * @param status {@link #PUBLISHED} or {@link #REJECTED}: what the gate said
 * @param created ISO-8601 in UTC, by the publisher's clock
 * @param createdBy the actor who published or imported it
 * @param runId of the run that made it
 * @param dataId of the folder under {@code data/} that holds its files
 * @param metrics by name
 * @param tags by name
 * @param description empty if there is none
 * @param reviews in order; the last one counts
 * @param cards revisions of the model card after the published one
 * @param origin where it was imported from; null if it was published here
 */
public record VersionEntry(
    String name,
    int version,
    String status,
    String created,
    String createdBy,
    String runId,
    String dataId,
    Map<String, Metric> metrics,
    Map<String, String> tags,
    String description,
    Lifecycle lifecycle,
    List<Review> reviews,
    List<CardRevision> cards,
    @Nullable Origin origin) {
  /** The gate passed: aliases may point here. */
  public static final String PUBLISHED = "published";

  /** The gate failed: kept for the record, and no alias may point here. */
  public static final String REJECTED = "rejected";

  public VersionEntry {
    metrics = Collections.unmodifiableMap(new TreeMap<>(metrics));
    tags = Collections.unmodifiableMap(new TreeMap<>(tags));
    reviews = List.copyOf(reviews);
    cards = List.copyOf(cards);
  }

  /** Whether the gate refused this version. */
  public boolean rejected() {
    return status.equals(REJECTED);
  }

  /** Whether the last review approved it. */
  public boolean approved() {
    return lastVerdictIs(Review.Verdict.APPROVED);
  }

  /** Whether the last review rejected it. */
  public boolean declined() {
    return lastVerdictIs(Review.Verdict.REJECTED);
  }

  /** This version, as the rule of four eyes looks at it. */
  public Question.Subject subject() {
    Set<String> publishers = new TreeSet<>(Set.of(createdBy));
    if (origin != null) {
      publishers.addAll(origin.publishers());
    }
    Set<String> approvers = new TreeSet<>();
    for (Review review : reviews) {
      if (review.verdict() == Review.Verdict.APPROVED) {
        approvers.add(review.by());
      } else {
        approvers.clear();
      }
    }
    return new Question.Subject("version " + version + " of " + name, publishers, approvers);
  }

  private boolean lastVerdictIs(Review.Verdict verdict) {
    return !reviews.isEmpty() && reviews.get(reviews.size() - 1).verdict() == verdict;
  }

  VersionEntry with(Review review) {
    return copy(tags, description, lifecycle, longer(reviews, review), cards);
  }

  VersionEntry with(CardRevision card) {
    return copy(tags, description, lifecycle, reviews, longer(cards, card));
  }

  VersionEntry with(Lifecycle next) {
    return copy(tags, description, next, reviews, cards);
  }

  VersionEntry withDescription(String text) {
    return copy(tags, text, lifecycle, reviews, cards);
  }

  VersionEntry withTag(String key, @Nullable String value) {
    return copy(changed(tags, key, value), description, lifecycle, reviews, cards);
  }

  static Map<String, String> changed(Map<String, String> tags, String key, @Nullable String value) {
    Map<String, String> changed = new TreeMap<>(tags);
    if (value == null) {
      changed.remove(key);
    } else {
      changed.put(key, value);
    }
    return changed;
  }

  private VersionEntry copy(
      Map<String, String> newTags,
      String newDescription,
      Lifecycle newLifecycle,
      List<Review> newReviews,
      List<CardRevision> newCards) {
    return new VersionEntry(
        name,
        version,
        status,
        created,
        createdBy,
        runId,
        dataId,
        metrics,
        newTags,
        newDescription,
        newLifecycle,
        newReviews,
        newCards,
        origin);
  }

  private static <T> List<T> longer(List<T> list, T more) {
    List<T> longer = new ArrayList<>(list);
    longer.add(more);
    return longer;
  }
}
