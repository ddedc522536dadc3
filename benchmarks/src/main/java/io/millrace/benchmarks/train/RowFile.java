package io.millrace.benchmarks.train;

import io.millrace.spec.data.DatasetManifest.ManifestFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;

/** Writes synthetic rows as Parquet, from their numbers, with the columns of prepared data. */
final class RowFile extends WriteSupport<Long> {
  static final String KEY = "__row";
  static final String LABEL = "__label";

  private final Shape shape;
  private final float[] numbers;
  private final int[] indices;
  private RecordConsumer out;

  private RowFile(Shape shape) {
    this.shape = shape;
    this.numbers = new float[shape.dense()];
    this.indices = new int[shape.indices()];
  }

  /**
   * Writes the rows from one number to before another.
   *
   * @param data the data set's folder
   * @param name of the file, relative to it
   */
  static ManifestFile write(Path data, String name, Shape shape, long from, long to)
      throws IOException {
    Path file = data.resolve(name);
    try (ParquetWriter<Long> writer = new Builder(file, shape).build()) {
      for (long row = from; row < to; row++) {
        writer.write(row);
      }
    }
    return new ManifestFile(name, to - from, Files.size(file), "");
  }

  @Override
  public WriteContext init(Configuration configuration) {
    return new WriteContext(schema(), Map.of());
  }

  private MessageType schema() {
    StringBuilder text =
        new StringBuilder(
            "message spark_schema { optional int64 %s; optional float %s;".formatted(KEY, LABEL));
    for (int i = 0; i < shape.dense(); i++) {
      text.append(" optional float %s;".formatted(shape.denseName(i)));
    }
    for (int i = 0; i < shape.indices(); i++) {
      text.append(" optional int32 %s;".formatted(shape.indexName(i)));
    }
    return MessageTypeParser.parseMessageType(text.append(" }").toString());
  }

  @Override
  public void prepareForWrite(RecordConsumer consumer) {
    out = consumer;
  }

  @Override
  public void write(Long row) {
    float label = shape.fill(row, numbers, indices);
    out.startMessage();
    int column = 0;
    out.startField(KEY, column);
    out.addLong(row);
    out.endField(KEY, column++);
    number(LABEL, column++, label);
    for (int i = 0; i < numbers.length; i++) {
      number(shape.denseName(i), column++, numbers[i]);
    }
    for (int i = 0; i < indices.length; i++) {
      String name = shape.indexName(i);
      out.startField(name, column);
      out.addInteger(indices[i]);
      out.endField(name, column++);
    }
    out.endMessage();
  }

  private void number(String name, int column, float value) {
    out.startField(name, column);
    out.addFloat(value);
    out.endField(name, column);
  }

  private static final class Builder extends ParquetWriter.Builder<Long, Builder> {
    private static final long GROUP_BYTES = 32L << 20;

    private final Shape shape;

    Builder(Path file, Shape shape) {
      super(new org.apache.hadoop.fs.Path(file.toUri()));
      this.shape = shape;
      withCompressionCodec(CompressionCodecName.SNAPPY);
      // Random numbers do not repeat.
      for (int i = 0; i < shape.dense(); i++) {
        withDictionaryEncoding(shape.denseName(i), false);
      }
      withRowGroupSize(GROUP_BYTES);
    }

    @Override
    protected Builder self() {
      return this;
    }

    @Override
    protected WriteSupport<Long> getWriteSupport(Configuration configuration) {
      return new RowFile(shape);
    }
  }
}
