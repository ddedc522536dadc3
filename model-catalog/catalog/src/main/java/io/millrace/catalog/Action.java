package io.millrace.catalog;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.millrace.catalog.access.Roles;
import io.millrace.catalog.access.Token;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a log entry does. The names of the types stand in the files. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Action.RegisterModel.class, name = "register-model"),
  @JsonSubTypes.Type(value = Action.AddVersion.class, name = "add-version"),
  @JsonSubTypes.Type(value = Action.MoveAlias.class, name = "move-alias"),
  @JsonSubTypes.Type(value = Action.RemoveAlias.class, name = "remove-alias"),
  @JsonSubTypes.Type(value = Action.ReviewVersion.class, name = "review-version"),
  @JsonSubTypes.Type(value = Action.RetireVersion.class, name = "retire-version"),
  @JsonSubTypes.Type(value = Action.Describe.class, name = "describe"),
  @JsonSubTypes.Type(value = Action.SetTag.class, name = "set-tag"),
  @JsonSubTypes.Type(value = Action.ReviseCard.class, name = "revise-card"),
  @JsonSubTypes.Type(value = Action.ImportHistory.class, name = "import-history"),
  @JsonSubTypes.Type(value = Action.SetRoles.class, name = "set-roles"),
  @JsonSubTypes.Type(value = Action.CreateToken.class, name = "create-token"),
  @JsonSubTypes.Type(value = Action.RevokeToken.class, name = "revoke-token"),
  @JsonSubTypes.Type(value = Action.AddWebhook.class, name = "add-webhook"),
  @JsonSubTypes.Type(value = Action.RemoveWebhook.class, name = "remove-webhook"),
  @JsonSubTypes.Type(value = Action.CollectGarbage.class, name = "collect-garbage"),
  @JsonSubTypes.Type(value = Action.Refuse.class, name = "refuse")
})
sealed interface Action {
  /** The model's name; null where it concerns no model. */
  @Nullable String model();

  /** Concerns one model. */
  sealed interface OfModel extends Action {
    @Override
    String model();
  }

  /** Concerns one version of a model. */
  sealed interface OfVersion extends OfModel {
    int number();
  }

  /** Concerns the catalog. */
  sealed interface OfCatalog extends Action {
    @Override
    default @Nullable String model() {
      return null;
    }
  }

  /** A new model. */
  record RegisterModel(String model) implements OfModel {}

  /** The next version of a model; its files are in place already. */
  record AddVersion(
      String model,
      int number,
      String runId,
      String dataId,
      String manifestSha256,
      String status,
      Map<String, Metric> metrics,
      Map<String, String> tags,
      @Nullable Origin origin)
      implements OfModel {}

  /** An alias that points to a version from now on. */
  record MoveAlias(
      String model, String alias, int number, @Nullable Integer previousNumber, String reason)
      implements OfModel {}

  /** An alias that points nowhere any more. */
  record RemoveAlias(String model, String alias, int previousNumber, String reason)
      implements OfModel {}

  /** What somebody thinks of a version. */
  record ReviewVersion(String model, int number, Review.Verdict verdict, String reason)
      implements OfVersion {}

  /** A version that is deprecated, archived, or neither again. */
  record RetireVersion(String model, int number, Lifecycle lifecycle, String reason)
      implements OfVersion {}

  /** The description of a model, or of a version if there is a number. */
  record Describe(String model, @Nullable Integer number, String text) implements OfModel {}

  /** A tag of a model, or of a version if there is a number; no value takes it away. */
  record SetTag(String model, @Nullable Integer number, String key, @Nullable String value)
      implements OfModel {}

  /** The next revision of a version's model card; its file is in place already. */
  record ReviseCard(
      String model, int number, int revision, String dataId, String manifestSha256, String reason)
      implements OfVersion {}

  /** What happened to a model in the catalog from which its versions came. */
  record ImportHistory(String model, String source, List<HistoryEntry> entries) implements OfModel {
    public ImportHistory {
      entries = List.copyOf(entries);
    }
  }

  /** The roles from now on, all of them. */
  record SetRoles(Roles roles, String reason) implements OfCatalog {}

  /** A new token, without its secret. */
  record CreateToken(Token token) implements OfCatalog {}

  /** A token that is worth nothing any more. */
  record RevokeToken(String id, String owner, String reason) implements OfCatalog {}

  /** An address that is told of what happens from now on. */
  record AddWebhook(Webhook webhook) implements OfCatalog {}

  /** An address that is told nothing any more. */
  record RemoveWebhook(String id, String team, String reason) implements OfCatalog {}

  /** Folders of data that no version referred to. */
  record CollectGarbage(List<String> dataIds) implements OfCatalog {
    public CollectGarbage {
      dataIds = List.copyOf(dataIds);
    }
  }

  /**
   * What was asked for, and did not happen.
   *
   * @param repeats how often the same was refused since the entry before, without one of its own
   */
  record Refuse(
      String operation,
      @Nullable String model,
      @Nullable Integer number,
      String reason,
      int repeats)
      implements Action {}
}
