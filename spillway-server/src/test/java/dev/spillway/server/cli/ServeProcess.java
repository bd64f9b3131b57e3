package dev.spillway.server.cli;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code spillway serve} in a process of its own, with its log in a file. */
final class ServeProcess implements AutoCloseable {
  private static final Pattern STARTED = Pattern.compile("event=gateway-started url=(\\S+)");
  private static final Duration LONGEST = Duration.ofSeconds(60);

  private final HttpClient client = HttpClient.newHttpClient();
  private final Process process;
  private final Path log;

  private ServeProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /** Starts with the data in {@code directory/data}, and waits until it listens or has ended. */
  static ServeProcess start(Path directory, String... settings) throws IOException {
    return start(directory, List.of(), settings);
  }

  /** Starts with more words before the command, such as those of a shell that sets a limit. */
  static ServeProcess start(Path directory, List<String> before, String... settings)
      throws IOException {
    List<String> options = new ArrayList<>();
    for (String setting : settings) {
      options.addAll(List.of("--set", setting));
    }
    return startWith(directory, before, options);
  }

  /** Starts with {@code options} as they would be typed. */
  static ServeProcess startWith(Path directory, List<String> before, List<String> options)
      throws IOException {
    List<String> command = new ArrayList<>(before);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx256m", "-Dlogback.configurationFile=logback.xml"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(Main.class.getName(), "serve", "--port", "0"));
    command.addAll(List.of("--data", directory.resolve("data").toString()));
    command.addAll(options);
    Path log = Files.createTempFile(directory, "serve", ".log");
    Process process =
        new ProcessBuilder(command)
            .redirectError(log.toFile())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    ServeProcess serve = new ServeProcess(process, log);
    await().atMost(LONGEST).until(() -> serve.startedUrl() != null || !process.isAlive());
    return serve;
  }

  String url() throws IOException {
    return Objects.requireNonNull(startedUrl(), "it did not start");
  }

  private @Nullable String startedUrl() throws IOException {
    Matcher matcher = STARTED.matcher(log());
    return matcher.find() ? matcher.group(1) : null;
  }

  /** What it has told so far. */
  String log() throws IOException {
    return Files.readString(log);
  }

  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(URI.create(url() + path)).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  /** Sends lines of JSON to a queue. */
  HttpResponse<String> post(String queue, String lines) throws Exception {
    return postLater(queue, lines).get(LONGEST.toSeconds(), TimeUnit.SECONDS);
  }

  CompletableFuture<HttpResponse<String>> postLater(String queue, String lines) throws IOException {
    return client.sendAsync(
        request("/api/v1/queues/" + queue + "/events")
            .header("Content-Type", "application/x-ndjson")
            .POST(HttpRequest.BodyPublishers.ofString(lines))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  /** Makes a call that changes something, without a body. */
  int command(String path) throws IOException, InterruptedException {
    HttpRequest request =
        request(path)
            .header("Spillway-Admin", "true")
            .POST(HttpRequest.BodyPublishers.noBody())
            .build();
    return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
  }

  private HttpRequest.Builder request(String path) throws IOException {
    return HttpRequest.newBuilder(URI.create(url() + path));
  }

  /** SIGTERM. */
  void terminate() {
    process.destroy();
  }

  /** Sends a signal by its name. */
  void signal(String name) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Waits for its end. */
  int exitCode() throws InterruptedException {
    if (!process.waitFor(LONGEST.toSeconds(), TimeUnit.SECONDS)) {
      throw new IllegalStateException("the gateway did not stop; see " + log);
    }
    return process.exitValue();
  }

  /** SIGKILL, and its end. */
  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
