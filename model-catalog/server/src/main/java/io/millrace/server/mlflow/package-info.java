/** MLflow's model registry, version 2, on top of the catalog. */
@NullMarked
package io.millrace.server.mlflow;

import org.jspecify.annotations.NullMarked;
