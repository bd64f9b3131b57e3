package dev.spillway.server.cli.letters;

import dev.spillway.server.cli.access.GatewayAccess;
import dev.spillway.server.cli.access.GatewayFailure;
import dev.spillway.server.cli.access.KeyRefusedException;
import dev.spillway.server.cli.terminal.Terminal;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Asks a gateway about its dead letters. Thread-safe. */
final class LetterClient {
  private static final Duration LIST_TIMEOUT = Duration.ofMinutes(1);

  /** A replay of many letters takes its time. */
  private static final Duration CHANGE_TIMEOUT = Duration.ofMinutes(10);

  private static final JsonMapper JSON = JsonMapper.shared();

  private final GatewayAccess access;

  LetterClient(GatewayAccess access) {
    this.access = access;
  }

  /**
   * What the gateway said.
   *
   * @param text as it came
   */
  record Reply(String text, JsonNode json) {}

  /**
   * Calls and waits.
   *
   * @param path with its query
   * @throws IOException if no answer came, or one that says what is wrong
   */
  Reply call(String method, String path) throws IOException, InterruptedException {
    URI target = URI.create(access.base() + path);
    HttpRequest request =
        access
            .request(target)
            .timeout("GET".equals(method) ? LIST_TIMEOUT : CHANGE_TIMEOUT)
            .header("Spillway-Admin", "true")
            .method(method, BodyPublishers.noBody())
            .build();
    HttpResponse<String> response;
    try {
      response = access.client().send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new IOException(GatewayFailure.of(access.base(), e).told(), e);
    }
    JsonNode json = jsonOf(response.body());
    if (response.statusCode() != 200) {
      String title = json.path("title").asString(GatewayFailure.FOREIGN_ANSWER);
      String detail = json.path("detail").asString(title);
      String told = (response.statusCode() + " " + Terminal.printable(detail)).strip();
      throw KeyRefusedException.isStatus(response.statusCode())
          ? new KeyRefusedException(told)
          : new IOException(told);
    }
    return new Reply(response.body(), json);
  }

  private static JsonNode jsonOf(String text) {
    try {
      return JSON.readTree(text);
    } catch (JacksonException e) {
      return JSON.createObjectNode();
    }
  }
}
