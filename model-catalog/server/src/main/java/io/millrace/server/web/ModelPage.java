package io.millrace.server.web;

import io.millrace.catalog.ModelEntry;
import io.millrace.catalog.VersionEntry;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A model with a page of its versions.
 *
 * @param versions the newest first
 * @param metrics that some of these versions have
 * @param plot of one of them, over these versions and as many before them
 * @param relatives other models that the runs of these versions made as well, that the reader may
 *     see
 */
record ModelPage(
    ModelEntry model,
    List<VersionEntry> versions,
    List<String> metrics,
    MetricPlot plot,
    List<Relative> relatives,
    Pager pager)
    implements View {
  private static final int PAGE = 50;
  private static final int PLOTTED = 100;
  private static final int MOST_RELATIVES = 50;

  /** Another model, and the newest of its versions that the same runs made. */
  record Relative(String name, int version) {}

  /**
   * @param metric to plot; what the versions do not have gives way to the first that they have
   */
  static ModelPage of(ModelEntry model, List<ModelEntry> all, String page, String metric) {
    List<VersionEntry> newestFirst = new ArrayList<>(model.versions());
    Collections.reverse(newestFirst);
    String address = Links.model(model.name()) + "?metric=";
    Pager pager = Pager.of(page, PAGE, newestFirst.size(), address);
    List<VersionEntry> shown = pager.cut(newestFirst);
    List<String> metrics = MetricNames.of(shown);
    String plotted = metrics.contains(metric) || metrics.isEmpty() ? metric : metrics.get(0);
    return new ModelPage(
        model,
        shown,
        metrics,
        MetricPlot.of(plotted, window(model.versions(), shown)),
        relatives(model, all, shown),
        new Pager(pager.page(), pager.pages(), PAGE, pager.total(), address + plotted + "&page="));
  }

  private static List<VersionEntry> window(List<VersionEntry> all, List<VersionEntry> shown) {
    if (shown.isEmpty()) {
      return List.of();
    }
    int last = shown.get(0).version();
    return all.subList(Math.max(0, last - PLOTTED), last);
  }

  private static List<Relative> relatives(
      ModelEntry model, List<ModelEntry> all, List<VersionEntry> shown) {
    Set<String> runs = new HashSet<>();
    shown.forEach(version -> runs.add(version.runId()));
    List<Relative> relatives = new ArrayList<>();
    for (ModelEntry other : all) {
      if (!other.name().equals(model.name())) {
        other.versions().stream()
            .filter(version -> runs.contains(version.runId()))
            .mapToInt(VersionEntry::version)
            .max()
            .ifPresent(version -> relatives.add(new Relative(other.name(), version)));
      }
    }
    return relatives.subList(0, Math.min(MOST_RELATIVES, relatives.size()));
  }

  /** A metric of a version, as text. */
  static String metric(VersionEntry version, String name) {
    return version.metrics().containsKey(name)
        ? Words.number(version.metrics().get(name).value())
        : "–";
  }

  /** Aliases with the versions that they point to. */
  Map<String, Integer> aliases() {
    return model.aliases();
  }

  @Override
  public String template() {
    return "model.jte";
  }
}
