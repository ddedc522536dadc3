package io.millrace.server;

import io.millrace.catalog.ArtifactSource;
import io.millrace.catalog.Catalog;
import io.millrace.catalog.Metric;
import io.millrace.catalog.Publication;
import io.millrace.catalog.TinyModels;
import io.millrace.catalog.access.Grant;
import io.millrace.catalog.access.Principal;
import io.millrace.catalog.access.Role;
import io.millrace.catalog.access.Roles;
import io.millrace.catalog.access.Scope;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Models as pipelines publish them: with cards, evaluations and lineage. */
final class WebModels {
  /** Ann publishes, bob approves, carl reads, dave is of another team, eva keeps the roles. */
  static final Roles ROLES =
      new Roles(
          List.of(
              new Grant(System.getProperty("user.name"), "*", Set.of(Role.ADMIN)),
              new Grant("eva", "*", Set.of(Role.ADMIN)),
              new Grant("ann", "ops", Set.of(Role.PUBLISHER, Role.APPROVER)),
              new Grant("bob", "ops", Set.of(Role.APPROVER)),
              new Grant("carl", "ops", Set.of(Role.CONSUMER)),
              new Grant("dave", "web", Set.of(Role.PUBLISHER, Role.APPROVER))),
          Roles.DEFAULT_PROTECTED);

  private static final String CARD =
      """
      # %s

      Will the aircraft arrive at least 15 minutes late?

      ## What to know

      - Scheduled values only: nothing is used that is known after departure.
      - [How it is made](https://example.com/delays)

      ## How good it is

      | metric | value | low | high |
      | --- | --- | --- | --- |
      | rocAuc | %2$.4f | %3$.4f | %4$.4f |

      ```java
      try (Model model = Catalog.open(root).model("ops/delay@champion")) {
        List<Map<String, Object>> predictions = model.score(rows);
      }
      ```

      <script>document.title = "taken over"</script>
      """;

  private static final String EVALUATION =
      """
      {"version": 1, "rows": 61254, "gate": {"passed": %1$s, "rules": [
        {"rule": "rocAuc >= 0.65", "value": %2$.4f, "limit": 0.65, "passed": %1$s, "note": null},
        {"rule": "rocAuc >= champion - 0.002", "value": %2$.4f, "limit": null, "passed": true, "note": "there is no champion"}]}}
      """;

  private static final String LINEAGE =
      """
      {"version": 1, "pipeline": "flight-delays", "runId": "run-%1$d", "codeVersion": "0.1.0-3f2a9c1",
       "definition": "5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef",
       "steps": {"clean": "a1"},
       "data": {"clean": "%2$s", "features": "fcde2b2edba56bf408601fb721fe9b5c338d10ee429ea04fae5511b68fbf8fb9"},
       "champion": null, "parent": %3$s}
      """;

  private WebModels() {}

  /** A token of somebody, for an hour. */
  static String token(Catalog keeper, String owner) {
    return keeper.keeper().createToken(owner, Scope.FULL, Duration.ofHours(1)).text();
  }

  /** Five versions of {@code ops/delay}, the third rejected by its gate, and two other models. */
  static void fill(Catalog keeper) {
    keeper.keeper().setRoles(ROLES, "the first ones");
    Catalog ann = keeper.as(Principal.user("ann"));
    double[] auc = {0.6561, 0.6602, 0.6423, 0.6648, 0.6671};
    for (int run = 1; run <= auc.length; run++) {
      ann.publish(publication("ops/delay", run, auc[run - 1], auc[run - 1] >= 0.65));
    }
    ann.publish(publication("ops/delay-mlp", 5, 0.6655, true));
    Catalog bob = keeper.as(Principal.user("bob"));
    bob.curator().approve("ops/delay", 2, "as good as the rules, and faster", List.of("champion"));
    ann.curator().describe("ops/delay", "Arrival delays of at least 15 minutes, before departure");
    ann.curator().tag("ops/delay", "owner", "operations & <research>");
    keeper.as(Principal.user("dave")).publish(publication("web/clicks", 9, 0.71, true));
  }

  static Publication publication(String model, int run, double auc, boolean accepted) {
    Map<String, ArtifactSource> files = new HashMap<>();
    files.put("model.onnx", ArtifactSource.of(TinyModels.delay()));
    files.put("signature.json", ArtifactSource.of(TinyModels.DELAY.toJson()));
    files.put("model-card.md", text(CARD, model, auc, auc - 0.0042, auc + 0.0039));
    files.put("evaluation.json", text(EVALUATION, accepted, auc));
    String parent = run == 1 ? "null" : "\"%s/%d\"".formatted(model, run - 1);
    String clean = Integer.toHexString(run).repeat(64).substring(0, 64);
    files.put("lineage.json", text(LINEAGE, run, clean, parent));
    return new Publication(
        model,
        "20261128-19300%d-flight-delays".formatted(run),
        files,
        Map.of(
            "rocAuc", new Metric(auc, auc - 0.0042, auc + 0.0039),
            "prAuc", new Metric(auc - 0.31, auc - 0.318, auc - 0.302),
            "logLoss", new Metric(1.13 - auc, 1.12 - auc, 1.14 - auc)),
        Map.of("engine", "bigdl", "network", "wide-and-deep", "pipeline", "flight-delays"),
        accepted,
        accepted ? List.of("champion") : List.of());
  }

  private static ArtifactSource text(String format, Object... values) {
    return ArtifactSource.of(
        String.format(Locale.ROOT, format, values).getBytes(StandardCharsets.UTF_8));
  }
}
