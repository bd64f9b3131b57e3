package dev.spillway.server.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells URLs that can be called from others. Stateless. */
public final class HttpUrl {
  private static final Set<String> SCHEMES = Set.of("http", "https");
  private static final int MAX_PORT = 65_535;

  private HttpUrl() {}

  /** The http or https URL that {@code text} is; null if it is none, or names a user. */
  public static @Nullable URI of(String text) {
    try {
      URI url = new URI(text);
      boolean called = url.getScheme() != null && SCHEMES.contains(url.getScheme());
      boolean found = url.getHost() != null && url.getPort() <= MAX_PORT;
      return called && found && url.getUserInfo() == null ? url : null;
    } catch (URISyntaxException e) {
      return null;
    }
  }
}
