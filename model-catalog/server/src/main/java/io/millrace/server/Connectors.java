package io.millrace.server;

import io.millrace.server.http.Limits;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.jspecify.annotations.Nullable;

/** How Jetty listens: what it refuses before any of our code sees it. */
final class Connectors {
  private static final int ACCEPT_QUEUE = 256;

  /**
   * Of one read: a batch of rows is far longer than Jetty's 8 kB, and each read asks the system.
   */
  private static final int INPUT_BYTES = 1 << 16;

  private Connectors() {}

  static ServerConnector add(Server server, ServerOptions options) {
    HttpConnectionFactory http = new HttpConnectionFactory(configuration());
    http.setInputBufferSize(INPUT_BYTES);
    ServerConnector connector =
        options.tls() == null
            ? new ServerConnector(server, 1, 1, http)
            : new ServerConnector(server, 1, 1, secure(options.tls(), http), http);
    connector.setHost(options.host());
    connector.setPort(options.port());
    connector.setAcceptQueueSize(ACCEPT_QUEUE);
    connector.setIdleTimeout(options.limits().idleTimeoutMs());
    server.addConnector(connector);
    server.addBean(new NetworkConnectionLimit(options.limits().maxConnections(), connector));
    return connector;
  }

  private static HttpConfiguration configuration() {
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setRequestHeaderSize(Limits.MAX_HEADER_BYTES);
    // A path must mean the same to every proxy before us: no encoded slashes, dots or the like.
    http.setUriCompliance(UriCompliance.DEFAULT);
    http.addCustomizer(new SecureRequestCustomizer(false));
    return http;
  }

  private static SslConnectionFactory secure(@Nullable Tls tls, HttpConnectionFactory http) {
    SslContextFactory.Server ssl = new SslContextFactory.Server();
    ssl.setKeyStore(tls.store());
    ssl.setKeyStorePassword(tls.password());
    ssl.setKeyManagerPassword(tls.password());
    ssl.setIncludeProtocols("TLSv1.3", "TLSv1.2");
    ssl.setSniRequired(false);
    return new SslConnectionFactory(ssl, http.getProtocol());
  }
}
