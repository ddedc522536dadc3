package io.millrace.benchmarks.serve;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import io.millrace.catalog.Signature;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.LongBuffer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;

/**
 * ONNX Runtime by its own Java interface alone, as well as it goes: a session for this thread,
 * numbers and times in direct buffers that it reads in place. For one thread.
 */
final class OnnxLoop implements Callable<Void>, AutoCloseable {
  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final OrtSession session;
  private final List<DelayModel.Row> rows;
  private final long[] shape;
  private final LongBuffer times;
  private final DoubleBuffer distances;

  OnnxLoop(byte[] onnx, int count) throws OrtException {
    try (SessionOptions options = new SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      session = environment.createSession(onnx, options);
    }
    rows = DelayModel.rows(count);
    shape = new long[] {count};
    times = direct(count).asLongBuffer();
    distances = direct(count).asDoubleBuffer();
  }

  private static ByteBuffer direct(int count) {
    return ByteBuffer.allocateDirect(count * Long.BYTES).order(ByteOrder.nativeOrder());
  }

  /** Scores the rows, whose values are set anew, as the server must. */
  @Override
  public Void call() throws OrtException {
    String[] from = new String[rows.size()];
    String[] to = new String[rows.size()];
    for (int i = 0; i < from.length; i++) {
      DelayModel.Row row = rows.get(i);
      times.put(i, row.millis());
      distances.put(i, row.distance());
      from[i] = row.from();
      to[i] = row.to();
    }
    try (OnnxTensor time = OnnxTensor.createTensor(environment, times, shape);
        OnnxTensor distance = OnnxTensor.createTensor(environment, distances, shape);
        OnnxTensor origin = OnnxTensor.createTensor(environment, from, shape);
        OnnxTensor destination = OnnxTensor.createTensor(environment, to, shape);
        OrtSession.Result result =
            session.run(
                Map.of(
                    DelayModel.TIME, time,
                    DelayModel.DISTANCE, distance,
                    DelayModel.FROM, origin,
                    DelayModel.TO, destination),
                Set.of(Signature.PROBABILITY))) {
      if (((float[]) result.get(0).getValue()).length != from.length) {
        throw new IllegalStateException("Rows are missing");
      }
    }
    return null;
  }

  @Override
  public void close() throws OrtException {
    session.close();
  }
}
