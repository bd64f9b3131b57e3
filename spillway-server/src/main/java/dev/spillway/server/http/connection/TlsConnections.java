package dev.spillway.server.http.connection;

import dev.spillway.server.security.Identity;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** TLS 1.2 and 1.3 under a certificate that can be replaced. Thread-safe. */
public final class TlsConnections {
  /** Browsers that came once come by HTTPS only, for a year. */
  private static final long STRICT_SECONDS = TimeUnit.DAYS.toSeconds(365);

  private final SslContextFactory.Server context = new SslContextFactory.Server();

  private TlsConnections() {}

  /** Connections under {@code identity}. */
  public static TlsConnections of(Identity identity) {
    TlsConnections tls = new TlsConnections();
    tls.context.setIncludeProtocols("TLSv1.2", "TLSv1.3");
    tls.context.setRenegotiationAllowed(false);
    tls.context.setSniRequired(false);
    show(tls.context, identity);
    return tls;
  }

  private static void show(SslContextFactory context, Identity identity) {
    context.setKeyStore(identity.keyStore());
    context.setKeyStorePassword(Identity.password());
  }

  /** The ways in, of which the first is TLS. */
  public ConnectionFactory[] around(HttpConnectionFactory http) {
    SecureRequestCustomizer secure = new SecureRequestCustomizer();
    secure.setSniHostCheck(false); // Host is the site guard's business
    secure.setStsMaxAge(STRICT_SECONDS);
    http.getHttpConfiguration().addCustomizer(secure);
    return new ConnectionFactory[] {
      new SslConnectionFactory(context, HttpVersion.HTTP_1_1.asString()), http
    };
  }

  /** Shows another certificate on connections that begin from now on. */
  public void use(Identity identity) {
    try {
      context.reload(factory -> show(factory, identity));
    } catch (Exception e) { // Jetty throws whatever the key store or the algorithms do
      throw new IllegalStateException("TLS does not take the certificate: " + e.getMessage(), e);
    }
  }
}
