package io.millrace.server.web;

import io.millrace.catalog.Lifecycle;
import io.millrace.catalog.ModelEntry;
import io.millrace.catalog.VersionEntry;
import io.millrace.catalog.access.Decision;
import io.millrace.catalog.access.Operation;
import io.millrace.catalog.access.Policy;
import io.millrace.catalog.access.Principal;
import io.millrace.catalog.access.Question;
import io.millrace.catalog.access.Role;
import io.millrace.catalog.access.Roles;
import io.millrace.server.access.Caller;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a reader may say of a version. It decides only what is shown: the catalog decides again when
 * it is said.
 *
 * @param aliases protected ones that the reader may point to the version by approving it
 * @param why nothing can be approved, for those who otherwise could; empty if it can
 */
record ReviewForm(boolean mayApprove, boolean mayReject, List<String> aliases, String why) {
  private static final ReviewForm NONE = new ReviewForm(false, false, List.of(), "");

  static ReviewForm of(Caller caller, ModelEntry model, VersionEntry version) {
    Policy policy = caller.catalog().policy();
    Principal reader = caller.catalog().principal();
    if (!caller.mayWrite() || !policy.effective(reader, model.team()).contains(Role.APPROVER)) {
      return NONE;
    }
    boolean mayReject =
        !version.declined()
            && policy.decide(reader, Question.of(Operation.REJECT, model.team())).allowed();
    Decision decision =
        policy.decide(
            reader, new Question(Operation.APPROVE, model.team(), null, version.subject()));
    String why = decision.allowed() ? unfit(version) : decision.reason();
    return why.isEmpty()
        ? new ReviewForm(true, mayReject, aliases(caller, model, version), "")
        : new ReviewForm(false, mayReject, List.of(), why);
  }

  private static String unfit(VersionEntry version) {
    if (version.rejected()) {
      return "its gate rejected it";
    }
    return version.lifecycle() == Lifecycle.ARCHIVED ? "it is archived" : "";
  }

  private static List<String> aliases(Caller caller, ModelEntry model, VersionEntry version) {
    Set<String> protectedAliases =
        caller
            .catalog()
            .keeper()
            .roles()
            .map(Roles::protectedAliases)
            .orElse(Roles.DEFAULT_PROTECTED);
    Set<String> approvers = new TreeSet<>(version.subject().approvers());
    approvers.add(caller.catalog().principal().name());
    Question.Subject approved =
        new Question.Subject(version.subject().text(), version.subject().publishers(), approvers);
    return protectedAliases.stream()
        .filter(alias -> !isAt(model, alias, version))
        .filter(
            alias ->
                caller
                    .catalog()
                    .policy()
                    .decide(
                        caller.catalog().principal(),
                        new Question(Operation.MOVE_ALIAS, model.team(), alias, approved))
                    .allowed())
        .toList();
  }

  private static boolean isAt(ModelEntry model, String alias, VersionEntry version) {
    Integer number = model.aliases().get(alias);
    return number != null && number == version.version();
  }

  /** Whether there is anything to say. */
  boolean any() {
    return mayApprove || mayReject || !why.isEmpty();
  }
}
