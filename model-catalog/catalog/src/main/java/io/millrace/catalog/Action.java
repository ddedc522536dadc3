package io.millrace.catalog;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a log entry does. The names of the types stand in the files. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Action.RegisterModel.class, name = "register-model"),
  @JsonSubTypes.Type(value = Action.AddVersion.class, name = "add-version"),
  @JsonSubTypes.Type(value = Action.MoveAlias.class, name = "move-alias")
})
sealed interface Action {
  /** The model's name. */
  String model();

  /** A new model. */
  record RegisterModel(String model) implements Action {}

  /** The next version of a model; its files are in place already. */
  record AddVersion(
      String model,
      int number,
      String runId,
      String dataId,
      String manifestSha256,
      String status,
      Map<String, Metric> metrics,
      Map<String, String> tags)
      implements Action {}

  /** An alias that points to a version from now on. */
  record MoveAlias(
      String model, String alias, int number, @Nullable Integer previousNumber, String reason)
      implements Action {}
}
