package dev.spillway.server.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * {@code GET /openapi.yaml}: what this API is, for programs; as plain text for browsers, which
 * would store it away unseen. The build copies it from {@code docs/specs}. Immutable.
 */
final class ApiDescription implements Endpoint {
  /** As RFC 9512 registers it. */
  private static final String MEDIA_TYPE = "application/yaml";

  private static final String RESOURCE = "/openapi.yaml";

  private final byte[] text = read();

  private static byte[] read() {
    try (InputStream in = ApiDescription.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException("the jar lacks " + RESOURCE + "; build it again");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void serve(Exchange exchange, String queue) {
    String accept = exchange.header("Accept");
    boolean browser = accept != null && accept.contains("text/html");
    exchange.send(200, browser ? "text/plain; charset=utf-8" : MEDIA_TYPE, text);
  }
}
