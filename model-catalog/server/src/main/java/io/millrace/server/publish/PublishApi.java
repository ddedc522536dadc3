package io.millrace.server.publish;

import io.millrace.catalog.Catalog;
import io.millrace.catalog.ModelEntry;
import io.millrace.catalog.OnnxScorer;
import io.millrace.catalog.Publication;
import io.millrace.catalog.Signature;
import io.millrace.catalog.VersionEntry;
import io.millrace.catalog.access.Decision;
import io.millrace.catalog.access.Operation;
import io.millrace.catalog.access.Question;
import io.millrace.server.api.ApiException;
import io.millrace.server.api.ErrorCode;
import io.millrace.server.http.DigestField;
import io.millrace.server.http.Exchange;
import io.millrace.server.http.Fieldset;
import io.millrace.server.http.Reply;
import io.millrace.server.http.Route;
import io.millrace.server.mlflow.ModelName;
import io.millrace.server.mlflow.Views;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Publications: {@code POST uploads} names a place, {@code PUT} brings files there, and {@code
 * model-versions/create} makes a version of them, which appears whole or not at all. A create that
 * is repeated, as MLflow's clients do on their own, finds the version that is there. The owner
 * closes it.
 */
public final class PublishApi implements AutoCloseable {
  private static final String SOURCE = "mlflow-artifacts:/uploads/";
  private static final String RUN_PREFIX = "upload-";
  private static final Pattern SOURCE_PATTERN =
      Pattern.compile("mlflow-artifacts:/+uploads/([0-9a-f-]{36})/?");
  private static final Pattern FILE = Pattern.compile("uploads/([^/]+)/(.+)", Pattern.DOTALL);

  private final Uploads uploads;

  public PublishApi(Path folder) {
    uploads = new Uploads(folder);
  }

  /** To be called when no other server can have the folder any more. */
  public void removeLeftovers() {
    uploads.removeLeftovers();
  }

  /**
   * @param base such as {@code /api/2.0}
   */
  public Stream<Route> routes(String base) {
    Stream<Route> inParts =
        Stream.of("create", "complete", "abort")
            .map(
                step ->
                    Route.of(
                        "POST",
                        base + "/mlflow-artifacts/mpu/" + step + "/{path...}",
                        PublishApi::refuseParts));
    return Stream.concat(inParts, whole(base));
  }

  /**
   * As MLflow's own server says it of local files: its clients know these words, and go on by PUT.
   */
  private static Reply refuseParts(Exchange exchange) {
    throw new ApiException(
        ErrorCode.NOT_IMPLEMENTED,
        "Multipart upload is not supported for the current artifact repository");
  }

  private Stream<Route> whole(String base) {
    return Stream.of(
        Route.of("POST", base + "/millrace/uploads", this::begin),
        Route.of("DELETE", base + "/millrace/uploads/{id}", this::abandon),
        Route.of("PUT", base + "/mlflow-artifacts/artifacts/{path...}", this::put),
        Route.of("POST", base + "/mlflow/model-versions/create", this::create));
  }

  private Reply begin(Exchange exchange) throws IOException {
    Catalog catalog = exchange.writableCatalog();
    String name = ModelName.toCatalog(exchange.json().required("name"));
    String team = name.substring(0, name.indexOf('/'));
    Decision decision =
        catalog.policy().decide(catalog.principal(), Question.of(Operation.PUBLISH, team));
    if (!decision.allowed()) {
      throw new ApiException(
          ErrorCode.PERMISSION_DENIED,
          "Cannot publish model '%s': %s.".formatted(name, decision.reason()));
    }
    Upload upload = uploads.create(exchange.caller().name());
    return Reply.json(Map.of("upload_id", upload.id(), "source", SOURCE + upload.id()));
  }

  private Reply abandon(Exchange exchange) {
    exchange.writableCatalog();
    uploads.remove(uploads.find(exchange.path("id"), exchange.caller().name()));
    return Reply.json(Map.of());
  }

  private Reply put(Exchange exchange) throws IOException {
    exchange.writableCatalog();
    Matcher path = FILE.matcher(exchange.path("path"));
    if (!path.matches()) {
      throw ApiException.invalid(
          "Cannot write there: versions never change (expected uploads/<id>/<file>).");
    }
    Upload upload = uploads.find(path.group(1), exchange.caller().name());
    try (InputStream body = exchange.body(exchange.limits().maxFileBytes())) {
      byte[] sha256 = upload.put(path.group(2), body, DigestField.told(exchange));
      return Reply.json(Map.of()).with("Repr-Digest", DigestField.of(sha256));
    }
  }

  private Reply create(Exchange exchange) throws IOException {
    Catalog catalog = exchange.writableCatalog();
    Fieldset body = exchange.json();
    String name = ModelName.toCatalog(body.required("name"));
    String id = uploadId(body.required("source"));
    Optional<VersionEntry> earlier = published(catalog, name, id);
    VersionEntry version =
        earlier.isPresent() ? earlier.get() : publish(exchange, catalog, name, id, body);
    ModelEntry model = catalog.entry(name);
    return Reply.json(
        Map.of(
            "model_version", Views.version(model, model.version(version.version()).orElseThrow())));
  }

  private VersionEntry publish(
      Exchange exchange, Catalog catalog, String name, String id, Fieldset body)
      throws IOException {
    Upload upload = uploads.find(id, exchange.caller().name());
    synchronized (upload) {
      Optional<VersionEntry> meanwhile = published(catalog, name, id);
      if (meanwhile.isPresent()) {
        return meanwhile.get();
      }
      Publication publication = publication(name, upload, body);
      requireLoadable(upload);
      VersionEntry version = catalog.publish(publication).version();
      String description = body.text("description").orElse("");
      if (!description.isEmpty()) {
        catalog.curator().describe(name, version.version(), description);
      }
      uploads.remove(upload);
      return version;
    }
  }

  private static Publication publication(String name, Upload upload, Fieldset body) {
    Map<String, String> tags = new LinkedHashMap<>();
    for (Fieldset tag : body.objects("tags")) {
      tags.put(tag.required("key"), tag.text("value").orElse(""));
    }
    body.text("run_id")
        .filter(run -> !run.isEmpty())
        .ifPresent(run -> tags.put(Views.RUN_TAG, run));
    return new Publication(
        name, RUN_PREFIX + upload.id(), upload.sources(), Map.of(), tags, true, List.of());
  }

  /** Nobody shall find out later that what was published cannot be used. */
  private static void requireLoadable(Upload upload) throws IOException {
    if (upload.has("MLmodel")) {
      MlModelCheck.require(upload.read("MLmodel"));
    }
    Signature signature = Signature.fromJson(upload.read("signature.json"));
    if (signature.tensors() == null) {
      OnnxScorer.open(upload.file("model.onnx"), signature).close();
    }
  }

  private static Optional<VersionEntry> published(Catalog catalog, String name, String id) {
    return catalog.models().stream()
        .filter(model -> model.name().equals(name))
        .map(ModelEntry::versions)
        .flatMap(List::stream)
        .filter(version -> version.runId().equals(RUN_PREFIX + id))
        .findFirst();
  }

  private static String uploadId(String source) {
    Matcher upload = SOURCE_PATTERN.matcher(source);
    if (!upload.matches()) {
      throw ApiException.invalid(
          "Cannot make a version of '%s': the server reads no places that clients name (expected %s<id>, from POST /api/2.0/millrace/uploads)."
              .formatted(source.length() <= 200 ? source : source.substring(0, 200), SOURCE));
    }
    return upload.group(1);
  }

  @Override
  public void close() {
    uploads.close();
  }
}
