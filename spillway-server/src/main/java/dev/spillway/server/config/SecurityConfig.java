package dev.spillway.server.config;

import dev.spillway.server.security.AccessKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who may call the gateway, and how it proves who it is.
 *
 * @param keys none lets everybody do everything
 * @param tls null for plain HTTP
 */
public record SecurityConfig(List<AccessKey> keys, @Nullable TlsConfig tls) {
  /** Neither keys nor TLS. */
  public static final SecurityConfig NONE = new SecurityConfig(List.of(), null);

  /** Copies the keys. */
  public SecurityConfig {
    keys = List.copyOf(keys);
  }
}
