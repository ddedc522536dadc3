package io.millrace.jobs.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import io.millrace.catalog.FileCache;
import io.millrace.catalog.OnnxGraph;
import io.millrace.catalog.Signature;
import io.millrace.catalog.TinyModels;
import io.millrace.jobs.TestSpark;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.SparkException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BroadcastModelIT {
  @TempDir private Path folder;

  /** An executor of a machine where another has been needs nothing from anybody. */
  @Test
  void comesFromTheMachinesCacheOnceItIsThere() {
    FileCache cache = new FileCache(folder, FileCache.DEFAULT_MAX_BYTES);
    byte[] onnx = TinyModels.delay();
    BroadcastModel model =
        BroadcastModel.of(TestSpark.session().sparkContext(), onnx, TinyModels.DELAY, true);

    assertThat(model.bytes(cache)).isEqualTo(onnx);
    model.destroy();
    assertThat(model.bytes(cache)).isEqualTo(onnx);
    assertThatThrownBy(
            () -> model.bytes(new FileCache(folder.resolve("other"), FileCache.DEFAULT_MAX_BYTES)))
        .isInstanceOf(SparkException.class)
        .hasMessageContaining("destroyed");
  }

  @Test
  void isLoadedOnceInAProcessAndStaysWhileItIsHeld() {
    BroadcastModel first =
        BroadcastModel.of(TestSpark.session().sparkContext(), TinyModels.delay(), TinyModels.DELAY);
    BroadcastModel same =
        BroadcastModel.of(TestSpark.session().sparkContext(), TinyModels.delay(), TinyModels.DELAY);
    try (ExecutorModels.Hold one = first.hold();
        ExecutorModels.Hold two = same.hold()) {
      assertThat(one.scorer()).isSameAs(two.scorer());
      for (int model = 1; model <= 10; model++) {
        holdAnother(model);
      }
      assertThat(two.scorer().batch(1).score(1).floats("probability")).hasSize(1);
    }
  }

  private static void holdAnother(int number) {
    byte[] onnx =
        new OnnxGraph()
            .input("x", DataType.DOUBLE)
            .constant("number", (float) number)
            .toFloat("own", "x")
            .node("Add", "prediction", List.of("own", "number"))
            .output("prediction", DataType.FLOAT)
            .build();
    Signature signature =
        new Signature(
            Signature.VERSION,
            List.of(new Signature.Input("x", "double", true)),
            List.of(new Signature.Output("prediction", "float")),
            Signature.REGRESSION,
            List.of());
    BroadcastModel.of(TestSpark.session().sparkContext(), onnx, signature).hold().close();
  }
}
