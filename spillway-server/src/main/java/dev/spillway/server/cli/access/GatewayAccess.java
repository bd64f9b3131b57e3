package dev.spillway.server.cli.access;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** The way to a gateway: where it is, whom to trust to be it, and the key to show. Thread-safe. */
public final class GatewayAccess {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

  private final URI gateway;
  private final @Nullable String key;
  private final HttpClient client;

  /**
   * The way to {@code gateway}.
   *
   * @param key the secret; null for none
   * @param trust whom to trust; null for those whom Java trusts
   */
  public GatewayAccess(URI gateway, @Nullable String key, @Nullable SSLContext trust) {
    this.gateway = gateway;
    this.key = key;
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_TIMEOUT);
    client = (trust == null ? builder : builder.sslContext(trust)).build();
  }

  /** The gateway's URL without slashes at its end. */
  public String base() {
    return gateway.toString().replaceAll("/+$", "");
  }

  /** What makes the calls. */
  public HttpClient client() {
    return client;
  }

  /** A request that shows the key. */
  public HttpRequest.Builder request(URI target) {
    HttpRequest.Builder request = HttpRequest.newBuilder(target);
    return key == null ? request : request.header("Authorization", "Bearer " + key);
  }
}
