package io.millrace.jobs.features;

import static org.apache.spark.sql.functions.udf;

import java.nio.charset.StandardCharsets;
import org.apache.commons.codec.digest.MurmurHash3;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.types.DataTypes;

/**
 * Murmur3 over UTF-8 text. Spark's own {@code hash} mixes the last bytes in another way than the
 * published function, which is the one that ONNX Runtime has.
 */
final class TextHash {
  private TextHash() {}

  static Column column(Column text, int buckets, int seed) {
    UserDefinedFunction hash =
        udf((UDF1<String, Integer>) value -> bucket(value, buckets, seed), DataTypes.IntegerType);
    return hash.apply(text);
  }

  static int bucket(String value, int buckets, int seed) {
    if (value == null || value.isEmpty()) {
      return 0;
    }
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    long hash = Integer.toUnsignedLong(MurmurHash3.hash32x86(bytes, 0, bytes.length, seed));
    return (int) (hash % buckets) + 1;
  }
}
