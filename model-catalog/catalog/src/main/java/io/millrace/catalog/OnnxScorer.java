package io.millrace.catalog;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.millrace.catalog.CatalogException.Reason;
import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.Collectors;

/**
 * Scores batches of raw columns with an ONNX file, on the calling thread alone: whoever wants more
 * cores calls from more threads, each with its own {@link Batch}. Thread-safe; the caller closes
 * it, and closing waits for batches that are being scored.
 */
public final class OnnxScorer implements AutoCloseable {
  /** Of all lanes' weights together, where more than one would have them. */
  private static final long MAX_LANES_BYTES = 128L << 20;

  private static final int MOST_LANES = 16;

  private final Signature signature;
  private final Lanes lanes;
  private final Map<String, KnownTexts> known = new HashMap<>();
  private final Set<String> outputs;
  // A session that is closed under a running call takes the whole process down.
  private final ReadWriteLock lock = new ReentrantReadWriteLock();
  private boolean closed;

  private OnnxScorer(Signature signature, Lanes lanes) throws OrtException {
    this.signature = signature;
    this.lanes = lanes;
    this.outputs =
        signature.outputs().stream()
            .map(Signature.Output::name)
            .collect(Collectors.toUnmodifiableSet());
    for (Signature.Input input : signature.inputs()) {
      if (input.element() == ElementType.TEXT) {
        known.put(input.name(), new KnownTexts());
      }
    }
  }

  /**
   * Opens a model for as many threads as there are processors, at most 16.
   *
   * @throws CatalogException if the model does not score rows one by one, the bytes are no model,
   *     or its inputs and outputs are not those of the signature
   */
  public static OnnxScorer open(byte[] onnx, Signature signature) {
    return open(onnx, signature, Math.min(MOST_LANES, Runtime.getRuntime().availableProcessors()));
  }

  /**
   * Opens a model for several threads. Threads in one session of ONNX Runtime wait for each other
   * whenever they ask for memory, so there are as many, each with the weights of its own; only
   * where these would take more than 128 MiB together there are fewer.
   *
   * @param threads that score at the same time, at least 1; more may, and share sessions
   * @throws CatalogException as for processors
   */
  public static OnnxScorer open(byte[] onnx, Signature signature, int threads) {
    long fit = MAX_LANES_BYTES / Math.max(1, onnx.length);
    return open(
        signature,
        (int) Math.max(1, Math.min(threads, fit)),
        options -> OrtEnvironment.getEnvironment().createSession(onnx, options));
  }

  /**
   * Opens a model that is in a file for one thread, without a copy of the file on the heap.
   *
   * @throws CatalogException as for bytes, and if the file has more bytes than a model can have
   * @throws IOException if the file cannot be read
   */
  public static OnnxScorer open(Path onnx, Signature signature) throws IOException {
    try (FileChannel file = FileChannel.open(onnx)) {
      if (file.size() > Integer.MAX_VALUE) {
        throw new CatalogException(
            Reason.REFUSED,
            "Cannot open the ONNX model: its file has %d bytes (expected at most %d)."
                .formatted(file.size(), Integer.MAX_VALUE));
      }
      // Mapped and not by its path: so it can refer to no other files.
      MappedByteBuffer bytes = file.map(FileChannel.MapMode.READ_ONLY, 0, file.size());
      return open(
          signature, 1, options -> OrtEnvironment.getEnvironment().createSession(bytes, options));
    }
  }

  private static OnnxScorer open(Signature signature, int count, Lane.Opening opening) {
    if (signature.tensors() != null) {
      throw new CatalogException(
          Reason.REFUSED,
          "Cannot score rows one by one: the model takes %s besides columns (expected columns alone). Give all of it to its file 'model.onnx' together, or run its pipeline."
              .formatted(
                  signature.tensors().inputs().stream().map(Signature.Tensor::name).toList()));
    }
    try {
      return new OnnxScorer(signature, Lanes.open(signature, count, opening));
    } catch (OrtException e) {
      throw new CatalogException(
          Reason.DAMAGED,
          "Cannot open the ONNX model: %s (expected a self-contained file that ONNX Runtime reads)."
              .formatted(e.getMessage()),
          e);
    }
  }

  /** What the model takes and gives. */
  public Signature signature() {
    return signature;
  }

  /**
   * An empty batch.
   *
   * @param capacity rows, at least 1; off the heap a cell of numbers and times takes 8 bytes, one
   *     of texts 4
   */
  public Batch batch(int capacity) {
    return new Batch(this, signature, capacity);
  }

  /** Of a column of texts. */
  KnownTexts known(Signature.Input input) {
    return known.get(input.name());
  }

  Scores run(List<InputColumn> columns, int rows) {
    lock.readLock().lock();
    try {
      if (closed) {
        throw new IllegalStateException(
            "Cannot score: the model is closed (expected an open one). Open it again.");
      }
      return rows == 0
          ? new Scores(0, empty())
          : lanes.use(lane -> runSession(lane, columns, rows));
    } catch (OrtException e) {
      throw new CatalogException(
          Reason.REFUSED,
          "Cannot score %d rows: ONNX Runtime failed: %s.".formatted(rows, e.getMessage()),
          e);
    } finally {
      lock.readLock().unlock();
    }
  }

  private Scores runSession(Lane lane, List<InputColumn> columns, int rows) throws OrtException {
    Map<String, OnnxTensor> inputs = new LinkedHashMap<>();
    try {
      for (InputColumn column : columns) {
        inputs.put(column.input().name(), column.tensor(lane.texts(), rows));
      }
      try (OrtSession.Result result = lane.model().run(inputs, outputs)) {
        return new Scores(rows, copy(result, rows));
      }
    } finally {
      inputs.values().forEach(OnnxTensor::close);
    }
  }

  private Map<String, Object> copy(OrtSession.Result result, int rows) throws OrtException {
    Map<String, Object> columns = new HashMap<>();
    for (Signature.Output output : signature.outputs()) {
      OnnxTensor tensor = (OnnxTensor) result.get(output.name()).orElseThrow();
      long[] shape = tensor.getInfo().getShape();
      if (shape.length != 1 || shape[0] != rows) {
        throw new CatalogException(
            Reason.DAMAGED,
            "Cannot score %d rows: output '%s' has shape %s (expected [%d]). The model file does not keep its contract."
                .formatted(rows, output.name(), Arrays.toString(shape), rows));
      }
      columns.put(output.name(), tensor.getValue());
    }
    return columns;
  }

  private Map<String, Object> empty() {
    Map<String, Object> columns = new HashMap<>();
    for (Signature.Output output : signature.outputs()) {
      columns.put(output.name(), output.type().equals("string") ? new String[0] : new float[0]);
    }
    return columns;
  }

  @Override
  public void close() {
    lock.writeLock().lock();
    try {
      if (!closed) {
        closed = true;
        lanes.close();
        known.values().forEach(KnownTexts::close);
      }
    } catch (OrtException e) {
      throw new CatalogException(
          Reason.REFUSED, "Cannot close the ONNX model: %s.".formatted(e.getMessage()), e);
    } finally {
      lock.writeLock().unlock();
    }
  }
}
