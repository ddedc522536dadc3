package io.millrace.server.artifact;

import io.millrace.catalog.Artifact;
import io.millrace.catalog.Catalog;
import io.millrace.catalog.VersionContent;
import io.millrace.catalog.VersionEntry;
import io.millrace.server.api.ApiException;
import io.millrace.server.api.ErrorCode;
import io.millrace.server.http.Exchange;
import io.millrace.server.http.Reply;
import io.millrace.server.http.Route;
import io.millrace.server.mlflow.ModelName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * MLflow's proxy for artifacts: {@code models/<name>/<version>/<path>}, where only files that stand
 * in the version's manifest exist. No path of a client ever reaches a file system.
 */
public final class ArtifactsApi {
  private static final Pattern PATH =
      Pattern.compile("models/([^/]+)/(\\d{1,9})(?:/(.*))?", Pattern.DOTALL);

  private final Contents contents;

  public ArtifactsApi(Catalog catalog) {
    this.contents = new Contents(catalog);
  }

  /**
   * @param base of the proxy, such as {@code /api/2.0/mlflow-artifacts}
   */
  public Stream<Route> routes(String base) {
    return Stream.of(
        Route.of("GET", base + "/artifacts", this::list),
        Route.of("GET", base + "/artifacts/{path...}", this::get));
  }

  /** The route by which MLflow's web page fetches a file, which has no prefix. */
  public Route pageRoute() {
    return Route.of("GET", "/model-versions/get-artifact", this::getArtifact);
  }

  private Reply list(Exchange exchange) {
    Place place = place(exchange, exchange.query("path").orElse(""));
    String prefix = place.path().isEmpty() ? "" : place.path() + "/";
    Map<String, Map<String, Object>> files = new TreeMap<>();
    for (Artifact artifact : place.content().artifacts()) {
      if (artifact.path().startsWith(prefix)) {
        String rest = artifact.path().substring(prefix.length());
        int slash = rest.indexOf('/');
        String name = slash < 0 ? rest : rest.substring(0, slash);
        files.put(name, slash < 0 ? file(name, artifact) : folder(name));
      }
    }
    return Reply.json(Map.of("files", new ArrayList<>(files.values())));
  }

  private Reply get(Exchange exchange) {
    Place place = place(exchange, exchange.path("path"));
    return FileReply.of(exchange, place.content(), place.file());
  }

  private Reply getArtifact(Exchange exchange) {
    Place place =
        place(
            exchange,
            "models/%s/%s/%s"
                .formatted(
                    exchange.required("name"),
                    exchange.required("version"),
                    exchange.required("path")));
    return FileReply.of(exchange, place.content(), place.file());
  }

  private Place place(Exchange exchange, String path) {
    Matcher parts = PATH.matcher(path);
    if (!parts.matches()) {
      throw missing(path, "models/<team>.<model>/<version>/<file>");
    }
    String model = ModelName.toCatalog(parts.group(1));
    VersionEntry version = exchange.catalog().resolve(model + "/" + parts.group(2));
    String rest = parts.group(3) == null ? "" : parts.group(3);
    return new Place(
        contents.of(version), rest.endsWith("/") ? rest.substring(0, rest.length() - 1) : rest);
  }

  private record Place(VersionContent content, String path) {
    Artifact file() {
      return content
          .artifact(path)
          .orElseThrow(
              () ->
                  missing(
                      path,
                      "one of "
                          + List.copyOf(
                              content.artifacts().stream().map(Artifact::path).toList())));
    }
  }

  private static Map<String, Object> file(String name, Artifact artifact) {
    Map<String, Object> file = new LinkedHashMap<>();
    file.put("path", name);
    file.put("is_dir", false);
    file.put("file_size", artifact.size());
    return file;
  }

  private static Map<String, Object> folder(String name) {
    return Map.of("path", name, "is_dir", true);
  }

  private static ApiException missing(String path, String expected) {
    return new ApiException(
        ErrorCode.RESOURCE_DOES_NOT_EXIST,
        "Cannot find artifact '%s' (expected %s)."
            .formatted(path.length() <= 300 ? path : path.substring(0, 300) + "...", expected));
  }
}
