package io.millrace.jobs.sql;

import org.apache.spark.QueryContext;
import org.apache.spark.sql.AnalysisException;
import org.jspecify.annotations.Nullable;
import scala.Option;
import scala.collection.immutable.Map$;

/** Errors of a query as Spark's own: SQL shells show them in a line and not as a stack. */
final class AnalysisErrors {
  private AnalysisErrors() {}

  static RuntimeException of(String message, @Nullable Throwable cause) {
    return unchecked(
        new AnalysisException(
            message,
            Option.empty(),
            Option.empty(),
            Option.apply(cause),
            Option.empty(),
            Map$.MODULE$.empty(),
            new QueryContext[0]));
  }

  /** Scala's exceptions are checked to Java, and Scala's functions declare none. */
  @SuppressWarnings("unchecked")
  private static <E extends Throwable> RuntimeException unchecked(Throwable error) throws E {
    throw (E) error;
  }
}
