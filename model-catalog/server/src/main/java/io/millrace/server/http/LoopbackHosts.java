package io.millrace.server.http;

import java.util.Set;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Answers only to names of this machine. Else a web page could let its own name point to 127.0.0.1,
 * and read what the server shows to everybody here.
 */
public final class LoopbackHosts extends Handler.Wrapper {
  private static final Set<String> NAMES = Set.of("localhost", "127.0.0.1", "[::1]", "::1");

  public LoopbackHosts(Handler handler) {
    super(handler);
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    String host = Request.getServerName(request);
    if (host != null && NAMES.contains(host)) {
      return super.handle(request, response, callback);
    }
    Response.writeError(request, response, callback, 403, "the host is not a name of this machine");
    return true;
  }
}
