package io.millrace.server.web;

import io.millrace.catalog.Metric;
import io.millrace.catalog.ModelEntry;
import io.millrace.catalog.VersionEntry;
import io.millrace.server.access.Caller;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The models that were found, by team.
 *
 * @param query what was searched for; empty for all
 * @param toReview versions that wait for the reader
 */
record ModelList(String query, int found, List<ToReview> toReview, List<Team> teams, Pager pager)
    implements View {
  private static final int METRICS = 2;
  private static final int MOST_DESCRIPTION = 160;
  private static final String CANDIDATE = "candidate";
  private static final String CHAMPION = "champion";

  /** A candidate that the reader may approve. */
  record ToReview(String name, int version, String by, String created) {}

  /** A team. */
  record Team(String name, List<Row> models) {}

  /**
   * A model.
   *
   * @param shown the version that its metrics are of: the champion, or the newest
   */
  record Row(ModelEntry model, VersionEntry shown, String metrics, String description) {
    static Row of(ModelEntry model) {
      VersionEntry newest = model.versions().get(model.versions().size() - 1);
      Integer champion = model.aliases().get(CHAMPION);
      VersionEntry shown = champion == null ? newest : model.version(champion).orElse(newest);
      String metrics =
          String.join(
              ", ",
              MetricNames.of(List.of(shown)).stream()
                  .limit(METRICS)
                  .map(name -> name + " " + Words.number(value(shown, name)))
                  .toList());
      return new Row(model, shown, metrics, Words.head(model.description(), MOST_DESCRIPTION));
    }

    private static double value(VersionEntry version, String name) {
      Metric metric = version.metrics().get(name);
      return metric == null ? Double.NaN : metric.value();
    }

    VersionEntry newest() {
      return model.versions().get(model.versions().size() - 1);
    }

    String shortName() {
      return model.name().substring(model.team().length() + 1);
    }
  }

  static ModelList of(Caller caller, String query, List<ModelEntry> all, Pager pager) {
    Map<String, Team> teams = new TreeMap<>();
    for (ModelEntry model : pager.cut(all)) {
      teams
          .computeIfAbsent(model.team(), name -> new Team(name, new ArrayList<>()))
          .models()
          .add(Row.of(model));
    }
    return new ModelList(
        query, all.size(), toReview(caller, all), List.copyOf(teams.values()), pager);
  }

  private static List<ToReview> toReview(Caller caller, List<ModelEntry> models) {
    List<ToReview> waiting = new ArrayList<>();
    for (ModelEntry model : models) {
      Integer number = model.aliases().get(CANDIDATE);
      if (number != null && !caller.catalog().policy().open()) {
        VersionEntry version = model.version(number).orElseThrow();
        if (!version.approved() && ReviewForm.of(caller, model, version).mayApprove()) {
          waiting.add(new ToReview(model.name(), number, version.createdBy(), version.created()));
        }
      }
    }
    return waiting;
  }

  @Override
  public String template() {
    return "models.jte";
  }
}
