package dev.spillway.server.cli.send;

import dev.spillway.Headers;
import dev.spillway.server.cli.access.GatewayAccess;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Posts events to one queue of a gateway. Thread-safe. */
final class GatewayClient {
  private final GatewayAccess access;
  private final Duration patience;
  private final URI target;
  private final @Nullable String priority;

  /**
   * A client for {@code queue} at the gateway that {@code access} leads to.
   *
   * @param patience how long to wait for an answer
   * @param durability the weakest promise that will do; null for the queue's own
   * @param priority for events that name none themselves; null for the queue's own rules
   */
  GatewayClient(
      GatewayAccess access,
      Duration patience,
      String queue,
      @Nullable String durability,
      @Nullable String priority) {
    this.access = access;
    this.patience = patience;
    String query = durability == null ? "" : "?durability=" + durability;
    String name = URLEncoder.encode(queue, StandardCharsets.UTF_8);
    target = URI.create(access.base() + "/api/v1/queues/" + name + "/events" + query);
    this.priority = priority;
  }

  /**
   * Sends one body and waits for the answer.
   *
   * @throws IOException if no whole answer came, so that nobody knows what became of the events
   */
  Answer post(byte[] body, int length, String contentType)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        access
            .request(target)
            .timeout(patience)
            .header("Content-Type", contentType)
            .POST(HttpRequest.BodyPublishers.ofByteArray(body, 0, length));
    if (priority != null) {
      request.header(Headers.PRIORITY, priority);
    }
    return AnswerReader.read(
        access.client().send(request.build(), HttpResponse.BodyHandlers.ofByteArray()));
  }
}
