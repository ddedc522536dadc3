package io.millrace.server.score;

import io.millrace.catalog.Artifact;
import io.millrace.catalog.VersionContent;
import io.millrace.server.api.ApiException;
import io.millrace.server.api.ErrorCode;
import java.io.ByteArrayOutputStream;

/** Files of a version in memory, verified. */
final class ModelFiles {
  private ModelFiles() {}

  static byte[] read(VersionContent content, String path) {
    Artifact artifact =
        content
            .artifact(path)
            .orElseThrow(
                () ->
                    new ApiException(
                        ErrorCode.RESOURCE_DOES_NOT_EXIST,
                        "Cannot score with %s version %d: it has no file '%s'."
                            .formatted(
                                content.version().name(), content.version().version(), path)));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    content.copy(artifact, bytes);
    return bytes.toByteArray();
  }
}
