package io.millrace.catalog;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A catalog behind a server. */
final class RemoteCatalog implements CatalogReader {
  private static final String API = "/api/1";
  private static final String FILES = "/api/2.0/mlflow-artifacts/artifacts/models";

  /** What a server takes for one request. */
  private static final long LONGEST_WAIT_SECONDS = 60;

  private final HttpCalls calls;
  private final @Nullable FileCache cache;

  private RemoteCatalog(HttpCalls calls, @Nullable FileCache cache) {
    this.calls = calls;
    this.cache = cache;
  }

  static boolean isAddress(String root) {
    String start = root.toLowerCase(Locale.ROOT);
    return start.startsWith("http://") || start.startsWith("https://");
  }

  static RemoteCatalog open(String root, ReaderOptions options) {
    return new RemoteCatalog(new HttpCalls(address(root), options), options.cache());
  }

  private static URI address(String root) {
    URI uri;
    try {
      uri = URI.create(root.replaceAll("/+$", ""));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "Cannot open catalog '%s': it is no address (expected https://host:port). %s"
              .formatted(root, e.getMessage()),
          e);
    }
    if (uri.getHost() == null
        || uri.getRawUserInfo() != null
        || uri.getRawQuery() != null
        || uri.getRawFragment() != null) {
      throw new IllegalArgumentException(
          "Cannot open catalog '%s': the address has no host, or more than host, port and path (expected https://host:port). A token goes into MILLRACE_TOKEN."
              .formatted(root.replaceAll("//[^/]*@", "//***@")));
    }
    return uri;
  }

  /**
   * @param next the name after which the following page begins; null on the last one
   */
  private record Page(List<ModelEntry> models, @Nullable String next) {}

  private record Past(List<HistoryEntry> history) {}

  private record Card(String card) {}

  private record Target(int version) {}

  /**
   * @param manifest the bytes of {@code manifest.json}, as text
   * @param manifestSha256 as the log has it
   */
  private record Resolved(VersionEntry version, String manifest, String manifestSha256) {}

  @Override
  public List<ModelEntry> models() {
    List<ModelEntry> models = new ArrayList<>();
    String after = "";
    while (after != null) {
      Page page = calls.get(API + "/models?after=" + encoded(after), Page.class);
      models.addAll(page.models());
      after = page.next();
    }
    return List.copyOf(models);
  }

  @Override
  public ModelEntry entry(String name) {
    return calls.get(API + "/models/" + Names.requireModel(name), ModelEntry.class);
  }

  @Override
  public List<HistoryEntry> history(String model) {
    return calls
        .get(API + "/models/" + Names.requireModel(model) + "/history", Past.class)
        .history();
  }

  @Override
  public VersionEntry resolve(String reference) {
    return resolved(reference).version();
  }

  @Override
  public OptionalInt follow(String model, String alias, int known, Duration wait) {
    String path =
        "%s/models/%s/aliases/%s?after=%d&wait="
            .formatted(API, Names.requireModel(model), Names.requireAlias(alias), known);
    long end = System.nanoTime() + wait.toNanos();
    while (true) {
      long left = Math.max(0, TimeUnit.NANOSECONDS.toSeconds(end - System.nanoTime()));
      Duration now = Duration.ofSeconds(Math.min(left, LONGEST_WAIT_SECONDS));
      Optional<Target> target = calls.await(path + now.toSeconds(), now, Target.class);
      if (target.isPresent()) {
        return OptionalInt.of(target.get().version());
      }
      if (left <= LONGEST_WAIT_SECONDS) {
        return OptionalInt.empty();
      }
    }
  }

  @Override
  public String card(String reference) {
    return calls.get(API + "/card?reference=" + checked(reference), Card.class).card();
  }

  @Override
  public VersionContent content(String reference) {
    Resolved found = resolved(reference);
    FileSource source = new Files(found.version(), found.manifest());
    VersionFiles files =
        new VersionFiles(source, VersionFiles.text(found.version()), found.manifestSha256());
    return new VersionContent(files, cache, found.version());
  }

  private Resolved resolved(String reference) {
    return calls.get(API + "/resolve?reference=" + checked(reference), Resolved.class);
  }

  private static String checked(String reference) {
    Reference parsed = Reference.parse(reference);
    return encoded(
        parsed.version() == null
            ? parsed.model() + "@" + parsed.alias()
            : parsed.model() + "/" + parsed.version());
  }

  private static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }

  /** Files of a version, whose manifest came with its name. */
  private final class Files implements FileSource {
    private final String base;
    private final String manifest;

    Files(VersionEntry version, String manifest) {
      this.base = "%s/%s/%d/".formatted(FILES, version.name().replace('/', '.'), version.version());
      this.manifest = manifest;
    }

    @Override
    public InputStream open(String path, long offset) throws IOException {
      if (path.equals(ArtifactNames.MANIFEST)) {
        return new ByteArrayInputStream(manifest.getBytes(StandardCharsets.UTF_8));
      }
      // A server chooses the names in its manifests: none may be more than a path below the
      // version.
      ArtifactNames.require(path);
      return calls.open(base + path, offset);
    }

    @Override
    public String name(String path) {
      return calls.name(base + path);
    }
  }
}
