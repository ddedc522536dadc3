package io.millrace.jobs.sql;

import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.SparkSessionExtensions;
import scala.Tuple3;
import scala.runtime.AbstractFunction1;
import scala.runtime.BoxedUnit;

/**
 * Gives a session the function {@code millrace_score}: {@code
 * spark.sql.extensions=io.millrace.jobs.sql.ModelExtensions}, and {@code spark.millrace.catalog}
 * for the catalog's root or address. See {@link ModelFunctions}.
 */
public final class ModelExtensions extends AbstractFunction1<SparkSessionExtensions, BoxedUnit> {
  @Override
  public BoxedUnit apply(SparkSessionExtensions extensions) {
    ScoreFunction function =
        new ScoreFunction(() -> ModelFunctions.deployed(SparkSession.active()));
    extensions.injectFunction(new Tuple3<>(ScoreFunction.NAME, ScoreFunction.INFO, function));
    return BoxedUnit.UNIT;
  }
}
