package io.millrace.server;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sends bytes, and reads what comes back until the server closes. */
public final class RawClient {
  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 (\\d{3}) ");

  private final InetSocketAddress address;

  public RawClient(URI server) {
    address = new InetSocketAddress(server.getHost(), server.getPort());
  }

  /**
   * The status, or 0 if the server closed without one.
   *
   * @throws java.net.SocketTimeoutException if it does neither in 20 seconds
   */
  public int send(byte[] request) throws IOException {
    return status(answer(request));
  }

  String answer(byte[] request) throws IOException {
    try (Socket socket = new Socket()) {
      socket.setSoTimeout(20_000);
      socket.connect(address);
      try {
        socket.getOutputStream().write(request);
        socket.shutdownOutput();
      } catch (SocketException e) {
        // It has answered and closed before the end, as it may.
      }
      return read(socket.getInputStream());
    }
  }

  private static String read(InputStream in) throws IOException {
    StringBuilder answer = new StringBuilder();
    byte[] buffer = new byte[8192];
    try {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        answer.append(new String(buffer, 0, read, StandardCharsets.ISO_8859_1));
      }
    } catch (SocketException e) {
      return answer.toString();
    }
    return answer.toString();
  }

  private static int status(String answer) {
    Matcher status = STATUS.matcher(answer);
    return status.lookingAt() ? Integer.parseInt(status.group(1)) : 0;
  }
}
