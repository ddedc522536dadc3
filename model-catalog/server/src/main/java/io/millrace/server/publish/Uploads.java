package io.millrace.server.publish;

import io.millrace.server.api.ApiException;
import io.millrace.server.api.ErrorCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The uploads that are open. They end with the server, and after a day without a new file. */
final class Uploads implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Uploads.class);
  private static final long MAX_IDLE_NANOS = TimeUnit.HOURS.toNanos(24);
  private static final int MAX_OPEN = 64;
  private static final Pattern ID = Pattern.compile("[0-9a-f-]{36}");

  private final Path root;
  private final Map<String, Upload> open = new ConcurrentHashMap<>();

  Uploads(Path root) {
    this.root = root;
  }

  Upload create(String owner) {
    open.values().stream()
        .filter(upload -> upload.idleNanos() > MAX_IDLE_NANOS)
        .toList()
        .forEach(this::remove);
    if (open.values().stream().filter(upload -> upload.isOf(owner)).count() >= MAX_OPEN) {
      throw ApiException.busy(
          "Cannot begin another upload: %d of yours are open (expected fewer). Finish or delete one."
              .formatted(MAX_OPEN));
    }
    String id = UUID.randomUUID().toString();
    Upload upload = new Upload(id, owner, root.resolve(id));
    open.put(id, upload);
    return upload;
  }

  /** Somebody else's is as one that is not there. */
  Upload find(String id, String owner) {
    Upload upload = open.get(id);
    if (upload == null || !upload.isOf(owner)) {
      throw new ApiException(
          ErrorCode.RESOURCE_DOES_NOT_EXIST,
          "Cannot find upload '%s': the server has none of that id that is yours (expected one from POST /api/2.0/millrace/uploads)."
              .formatted(id.length() <= 60 ? id : id.substring(0, 60)));
    }
    return upload;
  }

  /** Leftovers harm nobody: they must not turn a publication that worked into an error. */
  void remove(Upload upload) {
    open.remove(upload.id());
    try {
      upload.delete();
    } catch (IOException e) {
      LOG.warn("Cannot remove upload {}", upload.id(), e);
    }
  }

  /** Removes what a server that was killed has left in the folder. */
  void removeLeftovers() {
    if (!Files.isDirectory(root)) {
      return;
    }
    try (DirectoryStream<Path> children = Files.newDirectoryStream(root)) {
      for (Path child : children) {
        String name = child.getFileName().toString();
        if (ID.matcher(name).matches() && !open.containsKey(name)) {
          new Upload(name, "", child).delete();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          "Cannot remove unfinished uploads in '%s': %s.".formatted(root, e.getMessage()), e);
    }
  }

  @Override
  public void close() {
    open.values().forEach(this::remove);
  }
}
