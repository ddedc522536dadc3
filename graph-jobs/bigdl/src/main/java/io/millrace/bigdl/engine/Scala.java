package io.millrace.bigdl.engine;

import com.intel.analytics.bigdl.dataset.MiniBatch;
import com.intel.analytics.bigdl.tensor.Tensor;
import com.intel.analytics.bigdl.tensor.Tensor$;
import com.intel.analytics.bigdl.tensor.TensorNumericMath.TensorNumeric;
import com.intel.analytics.bigdl.utils.Table;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/** What Scala's compiler would pass on its own. Scala's Float is Object to Java's generics. */
final class Scala {
  static final TensorNumeric<Object> FLOATS = floats();
  static final ClassTag<Object> FLOAT = raw(ClassTag$.MODULE$.Float());
  static final ClassTag<Table> TABLE = ClassTag$.MODULE$.apply(Table.class);
  static final ClassTag<Tensor<Object>> TENSOR = raw(ClassTag$.MODULE$.apply(Tensor.class));
  static final ClassTag<MiniBatch<Object>> BATCH = raw(ClassTag$.MODULE$.apply(MiniBatch.class));

  private Scala() {}

  static Tensor<Object> tensor(int... shape) {
    return Tensor$.MODULE$.apply(shape, FLOAT, FLOATS);
  }

  /** The numbers behind a tensor; they begin at {@link #offset}. */
  static float[] array(Tensor<Object> tensor) {
    return (float[]) tensor.storage().array();
  }

  static int offset(Tensor<Object> tensor) {
    return tensor.storageOffset() - 1;
  }

  @SuppressWarnings("unchecked")
  private static <T> T raw(Object value) {
    return (T) value;
  }

  /** Java cannot name this object of Scala, as its class has a dollar in the middle. */
  private static TensorNumeric<Object> floats() {
    try {
      return raw(
          Class.forName(
                  "com.intel.analytics.bigdl.tensor.TensorNumericMath$TensorNumeric$NumericFloat$")
              .getField("MODULE$")
              .get(null));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(
          "Cannot use BigDL: its numbers are not where version 0.13 has them.", e);
    }
  }
}
