package io.millrace.server.mlflow;

import io.millrace.catalog.Catalog;
import io.millrace.server.http.Route;
import java.util.stream.Stream;

/** MLflow's model registry API, version 2. */
public final class MlflowApi {
  private final RegisteredModelsApi models;
  private final AliasApi aliases;
  private final ModelVersionsApi versions;

  public MlflowApi(Catalog catalog) {
    Registry registry = new Registry(catalog);
    models = new RegisteredModelsApi(registry);
    aliases = new AliasApi(registry);
    versions = new ModelVersionsApi(registry);
  }

  /**
   * @param base such as {@code /api/2.0/mlflow}
   */
  public Stream<Route> routes(String base) {
    return Stream.of(models.routes(base), aliases.routes(base), versions.routes(base))
        .flatMap(routes -> routes);
  }
}
