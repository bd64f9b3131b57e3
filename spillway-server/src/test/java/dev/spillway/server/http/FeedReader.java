package dev.spillway.server.http;

import static org.awaitility.Awaitility.await;

import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads server-sent events in a thread of its own until they end. */
final class FeedReader implements AutoCloseable {
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final List<Event> events = new CopyOnWriteArrayList<>();
  private final List<String> comments = new CopyOnWriteArrayList<>();
  private final HttpResponse<Stream<String>> response;
  private final Thread thread;
  private String type = "";

  FeedReader(URI url) throws Exception {
    response =
        CLIENT.send(
            HttpRequest.newBuilder(url).header("Last-Event-ID", "7").build(),
            HttpResponse.BodyHandlers.ofLines());
    thread = new Thread(this::readAll, "feed-reader");
    thread.setDaemon(true);
    thread.start();
  }

  /** One event with its data. */
  record Event(String type, JsonNode data) {}

  private void readAll() {
    try {
      response.body().forEach(this::line);
    } catch (UncheckedIOException e) {
      comments.add("failed: " + e.getMessage());
    }
  }

  private void line(String line) {
    if (line.startsWith("event: ")) {
      type = line.substring("event: ".length());
    } else if (line.startsWith("data: ")) {
      events.add(new Event(type, JsonMapper.shared().readTree(line.substring("data: ".length()))));
    } else if (!line.isEmpty()) {
      comments.add(line);
    }
  }

  HttpResponse<Stream<String>> response() {
    return response;
  }

  List<Event> events() {
    return events;
  }

  List<String> comments() {
    return comments;
  }

  /** The first event of {@code type} that is as wanted, once it has come. */
  JsonNode next(String type, Predicate<JsonNode> wanted) {
    return await()
        .atMost(TestServer.PATIENCE)
        .until(
            () ->
                events.stream()
                    .filter(event -> event.type().equals(type) && wanted.test(event.data()))
                    .findFirst(),
            Optional::isPresent)
        .orElseThrow()
        .data();
  }

  /** Whether the server has ended the answer. */
  boolean hasEnded() {
    return !thread.isAlive();
  }

  void leave() {
    response.body().close();
  }

  @Override
  public void close() {
    leave();
  }
}
