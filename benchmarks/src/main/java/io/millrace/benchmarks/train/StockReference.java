package io.millrace.benchmarks.train;

import com.intel.analytics.bigdl.nn.CrossEntropyCriterion;
import com.intel.analytics.bigdl.nn.Linear;
import com.intel.analytics.bigdl.nn.ReLU;
import com.intel.analytics.bigdl.nn.Sequential;
import com.intel.analytics.bigdl.tensor.Tensor;
import com.intel.analytics.bigdl.tensor.Tensor$;
import com.intel.analytics.bigdl.tensor.TensorNumericMath.TensorNumeric;
import com.intel.analytics.bigdl.utils.Engine;
import io.millrace.handoff.Json;
import io.millrace.spec.network.Layer;
import io.millrace.spec.network.Network.Node;
import io.millrace.spec.network.Shapes;
import io.millrace.spec.network.TrainingPlan;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/**
 * The same network from BigDL's own layers, without Spark: forward, loss and backward, with one
 * module and a share of the batch for each thread. Arguments: as those of {@link Reference}.
 */
@SuppressWarnings({"unchecked", "rawtypes"})
final class StockReference {
  private static final ClassTag<Object> FLOAT = (ClassTag) ClassTag$.MODULE$.Float();

  private final TrainingPlan plan;
  private final TensorNumeric<Object> floats;

  private StockReference(TrainingPlan plan) throws ReflectiveOperationException {
    this.plan = plan;
    this.floats =
        (TensorNumeric<Object>)
            Class.forName(
                    "com.intel.analytics.bigdl.tensor.TensorNumericMath$TensorNumeric$NumericFloat$")
                .getField("MODULE$")
                .get(null);
  }

  public static void main(String[] arguments) throws Exception {
    TrainingPlan plan =
        Json.read(
            Files.readAllBytes(Path.of(arguments[0])),
            TrainingPlan.class,
            TrainingPlan.VERSION,
            arguments[0]);
    System.setProperty("bigdl.localMode", "true");
    System.setProperty("bigdl.coreNumber", String.valueOf(plan.cores()));
    Engine.init();
    StockReference reference = new StockReference(plan);
    ExecutorService threads = Executors.newFixedThreadPool(plan.cores());
    List<Callable<Double>> workers = new ArrayList<>();
    for (int core = 0; core < plan.cores(); core++) {
      workers.add(reference.worker(core));
    }
    for (int i = 0; i < Integer.parseInt(arguments[1]); i++) {
      Reference.print(reference.epoch(threads, workers));
    }
    System.exit(0);
  }

  /** Records per second of as many batches as an epoch has. */
  private double epoch(ExecutorService threads, List<Callable<Double>> workers) throws Exception {
    long begin = System.nanoTime();
    for (Future<Double> loss : threads.invokeAll(workers)) {
      Reference.requireNumber(loss.get());
    }
    double seconds = (System.nanoTime() - begin) / 1e9;
    return Reference.rowsOfStep(plan) * (double) plan.stepsPerEpoch() / seconds;
  }

  private Callable<Double> worker(int core) {
    int all = Reference.rowsOfStep(plan);
    int from = all * core / plan.cores();
    int to = all * (core + 1) / plan.cores();
    Shape shape = Shape.numbers();
    float[] numbers = new float[(to - from) * shape.dense()];
    float[] labels = new float[to - from];
    float[] row = new float[shape.dense()];
    for (int r = 0; r < labels.length; r++) {
      // BigDL's classes begin with one.
      labels[r] = shape.fill(from + r, row, new int[shape.indices()]) + 1;
      System.arraycopy(row, 0, numbers, r * row.length, row.length);
    }
    return worker(
        tensor(numbers, labels.length, shape.dense()), tensor(labels, labels.length), network());
  }

  private Callable<Double> worker(Tensor<Object> x, Tensor<Object> labels, Sequential network) {
    CrossEntropyCriterion criterion = new CrossEntropyCriterion(null, true, FLOAT, floats);
    network.training();
    return () -> {
      double sum = 0;
      for (int step = 0; step < plan.stepsPerEpoch(); step++) {
        network.zeroGradParameters();
        Tensor<Object> scores = (Tensor<Object>) network.forward(x);
        sum += ((Number) criterion.forward(scores, labels)).doubleValue();
        network.backward(x, criterion.backward(scores, labels));
      }
      return sum;
    };
  }

  private Sequential network() {
    Shapes shapes = Shapes.of(plan.network());
    Sequential network = new Sequential(FLOAT, floats);
    for (Node node : plan.network().nodes()) {
      if (node.layer() instanceof Layer.Linear) {
        int in = shapes.width(node.inputs().get(0));
        int out = shapes.width(node.name());
        network.add(new Linear(in, out, true, null, null, null, null, null, null, FLOAT, floats));
      } else {
        network.add(new ReLU(false, FLOAT, floats));
      }
    }
    return network;
  }

  private Tensor<Object> tensor(float[] values, int... shape) {
    Tensor<Object> tensor = Tensor$.MODULE$.apply(shape, FLOAT, floats);
    System.arraycopy(values, 0, (float[]) tensor.storage().array(), 0, values.length);
    return tensor;
  }
}
