package dev.spillway.server.cli.access;

import dev.spillway.server.cli.terminal.Terminal;
import dev.spillway.server.config.HttpUrl;
import dev.spillway.server.security.Pem;
import dev.spillway.server.security.PemException;
import dev.spillway.yaml.Passwords;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say where a gateway is, and how to be let in. No message repeats a key. */
public final class AccessOptions {
  private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,1024}");
  private static final int MAX_KEY_FILE_BYTES = 4096;

  @Option(
      names = "--url",
      defaultValue = "${env:SPILLWAY_URL:-http://127.0.0.1:8080}",
      paramLabel = "URL",
      description = "The gateway. Default: SPILLWAY_URL if set, or this machine, port 8080.")
  private String url = "";

  @Option(
      names = "--key",
      paramLabel = "KEY",
      description =
          "The key to show. Default: SPILLWAY_KEY if set. Others on this machine can see what is"
              + " typed; prefer SPILLWAY_KEY or --key-file.")
  private @Nullable String key;

  @Option(
      names = "--key-file",
      paramLabel = "FILE",
      description = "A file with the key, and nothing else.")
  private @Nullable Path keyFile;

  @Option(
      names = "--ca",
      paramLabel = "FILE",
      description = "PEM certificates to trust for https, in place of those that Java trusts.")
  private @Nullable Path ca;

  private final Map<String, String> environment;

  /** Reads {@code SPILLWAY_KEY} from {@code environment}. */
  public AccessOptions(Map<String, String> environment) {
    this.environment = environment;
  }

  /**
   * The way to the gateway.
   *
   * @throws UsageException if an option cannot be used, in words
   */
  public GatewayAccess access() throws UsageException {
    URI gateway = gateway();
    String secret = secret();
    if (secret != null && !KEY.matcher(secret).matches()) {
      throw new UsageException("the key must be one word of printable letters and digits");
    }
    try {
      return new GatewayAccess(gateway, secret, ca == null ? null : Pem.trust(ca));
    } catch (PemException e) {
      throw new UsageException("--ca: " + e.getMessage());
    }
  }

  private URI gateway() throws UsageException {
    URI gateway = HttpUrl.of(url);
    if (gateway != null && gateway.getQuery() == null && gateway.getFragment() == null) {
      return gateway;
    }
    throw new UsageException(
        "--url or SPILLWAY_URL must be an http or https URL without user, password and query, such"
            + " as http://127.0.0.1:8080: url="
            + Terminal.printable(Passwords.hidden(url)));
  }

  private @Nullable String secret() throws UsageException {
    if (key != null && keyFile != null) {
      throw new UsageException("--key and --key-file must not be given both");
    }
    if (keyFile != null) {
      return contentOf(keyFile);
    }
    String variable = environment.getOrDefault("SPILLWAY_KEY", "");
    return key != null ? key : variable.isEmpty() ? null : variable.strip();
  }

  private static String contentOf(Path file) throws UsageException {
    try {
      if (Files.size(file) > MAX_KEY_FILE_BYTES) {
        throw new UsageException("--key-file must hold a key and nothing else: key-file=" + file);
      }
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new UsageException("--key-file cannot be read: key-file=" + file);
    }
  }

  /** What was typed cannot be used. Carries no stack trace. */
  public static final class UsageException extends Exception {
    private static final long serialVersionUID = 1L;

    UsageException(String message) {
      super(message, null, false, false);
    }

    /** What is wrong, in words. */
    public String told() {
      return String.valueOf(getMessage());
    }
  }
}
