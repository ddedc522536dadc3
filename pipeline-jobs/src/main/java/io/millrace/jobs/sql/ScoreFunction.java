package io.millrace.jobs.sql;

import io.millrace.catalog.CatalogException;
import java.util.List;
import java.util.function.Supplier;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.catalyst.FunctionIdentifier;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.ExpressionInfo;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructType;
import scala.collection.JavaConverters;
import scala.collection.Seq;
import scala.runtime.AbstractFunction1;

/**
 * Makes an expression of a call of {@code millrace_score}. Spark calls it while it analyses a
 * query, when the types of the arguments are known.
 */
final class ScoreFunction extends AbstractFunction1<Seq<Expression>, Expression> {
  static final String FUNCTION = "millrace_score";
  static final FunctionIdentifier NAME = new FunctionIdentifier(FUNCTION);
  static final ExpressionInfo INFO =
      new ExpressionInfo(
          ModelFunctions.class.getName(),
          null,
          FUNCTION,
          "_FUNC_(reference, columns) - What a model of the catalog gives for a struct of its columns.",
          "",
          "\n    Examples:\n      > SELECT _FUNC_('ops/delay@champion', struct(*)) FROM flights;\n  ",
          "",
          "",
          "",
          "",
          "java_udf");

  private final Supplier<DeployedModels> models;

  ScoreFunction(Supplier<DeployedModels> models) {
    this.models = models;
  }

  @Override
  public Expression apply(Seq<Expression> arguments) {
    List<Expression> given = JavaConverters.seqAsJavaList(arguments);
    if (given.size() != 2) {
      throw AnalysisErrors.of(
          "Cannot call %s with %d arguments (expected a reference and a struct of columns, as in %s('team/model@alias', struct(*)))."
              .formatted(FUNCTION, given.size(), FUNCTION),
          null);
    }
    String reference = reference(given.get(0));
    if (!(given.get(1).dataType() instanceof StructType schema)) {
      throw AnalysisErrors.of(
          "Cannot score with '%s': the second argument is of type %s (expected a struct of the model's columns). Write struct(*), or struct(column, other, ...)."
              .formatted(reference, given.get(1).dataType().sql()),
          null);
    }
    try {
      return scored(models.get().pinned(reference), new Column(given.get(1)), schema).expr();
    } catch (CatalogException | IllegalArgumentException e) {
      throw AnalysisErrors.of(e.getMessage(), e);
    }
  }

  private static String reference(Expression argument) {
    Object value =
        argument.foldable() && argument.dataType() instanceof StringType
            ? argument.eval(InternalRow.empty())
            : null;
    if (value == null) {
      throw AnalysisErrors.of(
          "Cannot call %s with %s as its reference (expected a constant text, such as 'team/model@alias')."
              .formatted(FUNCTION, argument.sql()),
          null);
    }
    return value.toString();
  }

  private static Column scored(DeployedModels.Deployed model, Column struct, StructType schema) {
    ModelColumns columns = new ModelColumns(model, schema, struct::getField);
    Column forms = functions.struct(columns.forms().toArray(Column[]::new));
    return model.function().apply(functions.when(struct.isNotNull(), forms));
  }
}
