package io.millrace.benchmarks.serve;

import com.sun.management.OperatingSystemMXBean;
import io.millrace.benchmarks.measure.Child;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;

/**
 * A client in a process of its own that does as little as a client can: it sends the same bytes
 * over connections that stay open, and reads of the reply its status and its length. Arguments:
 * host, port, path, file with the body, threads, seconds. Says when it is warm, then prints
 * requests a second, the 99th percentile in ms, and processor seconds that it took itself.
 */
final class LoadClient {
  private static final int WARM_SECONDS = 1;
  private static final int BUFFER_BYTES = 1 << 16;
  private static final String LENGTH = "content-length: ";

  private LoadClient() {}

  public static void main(String[] arguments) throws Exception {
    String host = arguments[0];
    int port = Integer.parseInt(arguments[1]);
    byte[] request = request(host, port, arguments[2], Files.readAllBytes(Path.of(arguments[3])));
    int threads = Integer.parseInt(arguments[4]);
    List<Callable<Void>> calls = new ArrayList<>();
    for (int thread = 0; thread < threads; thread++) {
      Connection connection = new Connection(host, port, request);
      calls.add(
          () -> {
            connection.call();
            return null;
          });
    }
    // What Java's compiler does for the client is no time of the server's.
    Load.of(threads, WARM_SECONDS, calls);
    System.out.println(Child.READY);
    long before = processorNanos();
    Load load = Load.of(threads, Integer.parseInt(arguments[5]), calls);
    double seconds = (processorNanos() - before) / 1e9;
    System.out.printf("%s %s %s%n", load.perSecond(), load.p99Ms(), seconds);
    System.exit(0);
  }

  private static byte[] request(String host, int port, String path, byte[] body) {
    byte[] head =
        """
        POST %s HTTP/1.1\r
        Host: %s:%d\r
        Content-Type: application/json\r
        Content-Length: %d\r
        \r
        """
            .formatted(path, host, port, body.length)
            .getBytes(StandardCharsets.US_ASCII);
    byte[] all = new byte[head.length + body.length];
    System.arraycopy(head, 0, all, 0, head.length);
    System.arraycopy(body, 0, all, head.length, body.length);
    return all;
  }

  private static long processorNanos() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  /** One that stays open; for one thread. */
  private static final class Connection {
    private final Socket socket;
    private final byte[] request;
    private final byte[] buffer = new byte[BUFFER_BYTES];

    Connection(String host, int port, byte[] request) throws IOException {
      socket = new Socket(host, port);
      socket.setTcpNoDelay(true);
      this.request = request;
    }

    void call() throws IOException {
      socket.getOutputStream().write(request);
      InputStream in = socket.getInputStream();
      int have = 0;
      int end = -1;
      while (end < 0) {
        have += read(in, have);
        end = headEnd(have);
      }
      String head =
          new String(buffer, 0, end, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
      if (!head.startsWith("http/1.1 200 ")) {
        throw new IOException("The server answered " + head.lines().findFirst().orElse(""));
      }
      int from = head.indexOf(LENGTH) + LENGTH.length();
      int left = Integer.parseInt(head.substring(from, head.indexOf('\r', from))) - (have - end);
      while (left > 0) {
        left -= read(in, 0);
      }
    }

    private int read(InputStream in, int at) throws IOException {
      int read = in.read(buffer, at, buffer.length - at);
      if (read <= 0) {
        throw new EOFException("The server closed the connection");
      }
      return read;
    }

    /** Where the body begins, or -1. */
    private int headEnd(int have) {
      for (int i = 3; i < have; i++) {
        if (buffer[i] == '\n' && buffer[i - 1] == '\r' && buffer[i - 2] == '\n') {
          return i + 1;
        }
      }
      return -1;
    }
  }
}
