package io.millrace.server.mlflow;

import io.millrace.server.http.Route;
import java.util.stream.Stream;

/** MLflow's model registry API, version 2. */
public final class MlflowApi {
  private final RegisteredModelsApi models = new RegisteredModelsApi();
  private final AliasApi aliases = new AliasApi();
  private final ModelVersionsApi versions = new ModelVersionsApi();
  private final DescribeApi descriptions = new DescribeApi();
  private final LifecycleApi lifecycle = new LifecycleApi();

  /**
   * @param base such as {@code /api/2.0/mlflow}
   */
  public Stream<Route> routes(String base) {
    return Stream.of(
            models.routes(base),
            aliases.routes(base),
            versions.routes(base),
            descriptions.routes(base),
            lifecycle.routes(base))
        .flatMap(routes -> routes);
  }
}
