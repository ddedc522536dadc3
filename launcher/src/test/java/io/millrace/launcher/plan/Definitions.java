package io.millrace.launcher.plan;

import io.millrace.spec.PipelineDefinition;
import io.millrace.spec.PublishSpec;
import io.millrace.spec.ResourceSpec;
import io.millrace.spec.clean.CleanSpec;
import io.millrace.spec.clean.ColumnRules;
import io.millrace.spec.clean.Policy;
import io.millrace.spec.clean.Rule;
import io.millrace.spec.evaluation.EvaluationSpec;
import io.millrace.spec.evaluation.GateRule;
import io.millrace.spec.evaluation.ImportanceSpec;
import io.millrace.spec.feature.FeatureSpec;
import io.millrace.spec.feature.Impute;
import io.millrace.spec.model.ClassWeights;
import io.millrace.spec.model.ModelSpec;
import io.millrace.spec.model.TrainingSettings;
import io.millrace.spec.model.TrainingSettings.GradientBoostedTrees;
import io.millrace.spec.model.TrainingSettings.LogisticRegression;
import io.millrace.spec.network.Layer;
import io.millrace.spec.network.Loss;
import io.millrace.spec.network.NetworkSpec;
import io.millrace.spec.network.Optimiser;
import io.millrace.spec.network.Schedule;
import io.millrace.spec.table.Column;
import io.millrace.spec.table.ColumnType;
import io.millrace.spec.table.CsvOptions;
import io.millrace.spec.table.TableFormat;
import io.millrace.spec.table.TableSpec;
import io.millrace.spec.target.LabelSpec;
import io.millrace.spec.target.SplitSpec;
import io.millrace.spec.target.Task;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A small definition whose parts can be changed one by one. */
public final class Definitions {
  public String name = "trips";
  public int minimum = 0;
  public double atLeast = 15;
  public long splitSeed = 1;
  public int minCount = 20;
  public int iterations = 60;
  public int trees = 20;
  public List<String> gate = List.of("rocAuc >= 0.65");
  public String summary = "Late or not.";
  public @Nullable Integer cores = null;

  /**
   * Width of the embeddings of a third model, which BigDL trains between the others; 0 for none.
   */
  public int embedding = 0;

  public CleanSpec.@Nullable Duplicates duplicates = null;

  public PipelineDefinition build() {
    return new PipelineDefinition(
        PipelineDefinition.VERSION,
        name,
        List.of(
            table(
                "trips",
                List.of(column("late", ColumnType.INT), column("from", ColumnType.STRING))),
            table("places", List.of(column("code", ColumnType.STRING))),
            table("unused", List.of(column("x", ColumnType.STRING)))),
        clean(),
        List.of(),
        new LabelSpec("late", Task.BINARY, atLeast, List.of(), List.of(), null),
        new SplitSpec.AtRandom(splitSeed, 0.8, 0.1, 0.1, null),
        List.of(
            new FeatureSpec.Index("from", "from", minCount, 1000),
            new FeatureSpec.Numeric("n", "late", Impute.MEAN, true, false)),
        null,
        models(),
        new EvaluationSpec(
            null,
            List.of(),
            200,
            7,
            EvaluationSpec.Threshold.F1,
            ImportanceSpec.DEFAULT,
            gate.stream().map(GateRule::parse).toList()),
        new PublishSpec(null, "ops/late", summary, List.of()),
        new ResourceSpec(cores, null, null));
  }

  private CleanSpec clean() {
    return new CleanSpec(
        "trips",
        List.of(
            new ColumnRules(
                "late",
                List.of(
                    new Rule.Cast(Policy.REJECT),
                    new Rule.Range(Integer.toString(minimum), null, Policy.REJECT))),
            new ColumnRules(
                "from",
                List.of(
                    new Rule.Cast(Policy.REJECT),
                    new Rule.Reference("places", "code", Policy.REJECT)))),
        duplicates);
  }

  private List<ModelSpec> models() {
    List<ModelSpec> models = new ArrayList<>();
    models.add(
        new ModelSpec(
            "logistic-regression",
            "mllib",
            List.of(),
            ClassWeights.NONE,
            new LogisticRegression(iterations, 0.0001, 1e-6)));
    if (embedding > 0) {
      models.add(deep("wide"));
    }
    models.add(
        new ModelSpec(
            "trees",
            "mllib",
            List.of(),
            ClassWeights.NONE,
            new GradientBoostedTrees(trees, 5, 0.1, 0.8, 64, 1)));
    return models;
  }

  private ModelSpec deep(String model) {
    return new ModelSpec(
        model,
        "bigdl",
        List.of(),
        ClassWeights.NONE,
        new TrainingSettings.Deep(
            new NetworkSpec.WideAndDeep(
                embedding,
                new NetworkSpec.Tower(
                    List.of(10, 5),
                    Layer.Activation.Function.RELU,
                    NetworkSpec.Tower.Norm.NONE,
                    0)),
            new Loss.CrossEntropy(0),
            new Optimiser.Adam(0.9, 0.999, 1e-8, 0),
            new Schedule(0.001, Schedule.Shape.CONSTANT, 0, 0.5, 1),
            null,
            1024,
            3,
            2,
            1));
  }

  private static TableSpec table(String name, List<Column> columns) {
    return new TableSpec(
        name,
        List.of("file:/data/" + name + ".csv"),
        TableFormat.CSV,
        CsvOptions.DEFAULT,
        null,
        columns);
  }

  private static Column column(String name, ColumnType type) {
    return new Column(name, type);
  }
}
