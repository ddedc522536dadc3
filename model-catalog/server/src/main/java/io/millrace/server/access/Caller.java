package io.millrace.server.access;

import io.millrace.server.api.ApiException;
import io.millrace.server.api.ErrorCode;

/** Who asks. */
public interface Caller {
  /** May nothing; for routes that ask nobody. */
  Caller NOBODY =
      new Caller() {
        @Override
        public String name() {
          return "";
        }

        @Override
        public boolean may(Permission permission, String model) {
          return false;
        }
      };

  /** The name that the catalog's log gets. */
  String name();

  /**
   * Whether the caller may.
   *
   * @param model {@code team/model}
   */
  boolean may(Permission permission, String model);

  /**
   * Goes on only if the caller may.
   *
   * @throws ApiException if not: as if there were no such model where even reading it is not allowed
   */
  default void require(Permission permission, String model) {
    if (may(permission, model)) {
      return;
    }
    if (!may(Permission.READ, model)) {
      throw new ApiException(
          ErrorCode.RESOURCE_DOES_NOT_EXIST,
          "Cannot find model '%s': the catalog has none of that name, or you may not read it."
              .formatted(model));
    }
    throw new ApiException(
        ErrorCode.PERMISSION_DENIED,
        "Cannot do this with model '%s': '%s' may not (expected the permission %s)."
            .formatted(model, name(), permission));
  }
}
