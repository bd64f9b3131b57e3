import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Sends a file of events, a JSON object on each line, and asks for the durable promise. What the
 * gateway refuses for now is sent again when its time has come; so is a batch that got no answer,
 * so give each event an id.
 *
 * <pre>
 *   java examples/clients/Send.java examples/security-events.ndjson
 *
 *   SPILLWAY_URL     the gateway; http://127.0.0.1:8080 if not set
 *   SPILLWAY_QUEUE   the queue; default if not set
 *   SPILLWAY_KEY     a key, if the gateway asks for one
 *
 *   keytool -importcert -noprompt -file ca.crt -keystore ca.p12 -storepass changeit
 *   java -Djavax.net.ssl.trustStore=ca.p12 -Djavax.net.ssl.trustStorePassword=changeit Send.java FILE
 *                    if Java does not trust the gateway's certificate
 * </pre>
 *
 * <p>Exit codes: 0 all accepted; 1 some were not; 2 wrong usage. Needs nothing but a JDK 17.
 */
final class Send {
  private static final int BATCH = 500;
  private static final int TRIES = 300;
  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final long LONGEST_WAIT_MILLIS = 60_000;

  private static final Pattern ACCEPTED = Pattern.compile("\"accepted\":(\\d+)");
  private static final Pattern INDEX = Pattern.compile("\"index\":(\\d+)");
  private static final Pattern AFTER = Pattern.compile("\"retryAfterMillis\":(\\d+)");
  private static final Pattern PROMISE = Pattern.compile("\"durability\":\"(\\w+)\"");

  private final HttpClient client =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
  private final URI target;
  private final String key;
  private int firstLine;
  private int accepted;
  private int refused;
  private String promise = "none";

  private Send(URI target, String key) {
    this.target = target;
    this.key = key;
  }

  public static void main(String... arguments) throws InterruptedException {
    if (arguments.length != 1) {
      System.err.println("usage: java Send.java FILE");
      System.exit(2);
    }
    Map<String, String> environment = System.getenv();
    String url = environment.getOrDefault("SPILLWAY_URL", "http://127.0.0.1:8080");
    if (!url.matches("https?://[^/].*")) {
      System.err.println("Send: SPILLWAY_URL must be like http://127.0.0.1:8080: " + url);
      System.exit(2);
    }
    String queue = environment.getOrDefault("SPILLWAY_QUEUE", "default");
    Send send =
        new Send(
            URI.create(url.replaceAll("/+$", "") + "/api/v1/queues/" + queue + "/events?durability=durable"),
            environment.getOrDefault("SPILLWAY_KEY", ""));
    List<String> lines = linesOf(arguments[0]);
    for (int begin = 0; begin < lines.size(); begin += BATCH) {
      send.firstLine = begin + 1;
      List<String> part = lines.subList(begin, Math.min(lines.size(), begin + BATCH));
      send.batch(part.stream().filter(line -> !line.isBlank()).toList());
    }
    send.end(send.refused == 0 ? 0 : 1);
  }

  private void end(int exitCode) {
    System.out.printf("accepted %d, refused %d, promise %s%n", accepted, refused, promise);
    System.exit(exitCode);
  }

  private static List<String> linesOf(String file) {
    try {
      return Files.readAllLines(Path.of(file));
    } catch (IOException e) {
      System.err.println("Send: this file cannot be read as UTF-8 text: " + e);
      System.exit(2);
      return List.of();
    }
  }

  private void batch(List<String> events) throws InterruptedException {
    List<String> pending = events;
    for (int tries = 0; !pending.isEmpty(); tries++) {
      if (tries == TRIES) {
        System.err.println("Send: gave up; events not sent: " + pending.size());
        end(1);
      }
      List<String> again = new ArrayList<>();
      long waitMillis = attempt(pending, again);
      pending = again;
      Thread.sleep(Math.min(waitMillis, LONGEST_WAIT_MILLIS));
    }
  }

  /** Sends once; adds what is to be sent again to {@code again} and tells how long to wait. */
  private long attempt(List<String> events, List<String> again) throws InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(target)
            .timeout(TIMEOUT)
            .header("Content-Type", "application/x-ndjson")
            .POST(BodyPublishers.ofString(String.join("\n", events)));
    if (!key.isEmpty()) {
      request.header("Authorization", "Bearer " + key);
    }
    HttpResponse<String> answer;
    try {
      answer = client.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      if (isUntrusted(e)) {
        System.err.println(
            "Send: cannot trust " + target.getAuthority() + ": " + e
                + "; set -Djavax.net.ssl.trustStore to the certificates to trust");
        end(1);
      }
      System.err.println("Send: no answer from " + target.getAuthority() + ": " + e);
      again.addAll(events);
      return 1000;
    }
    if (answer.statusCode() == 202 || answer.body().contains("\"refused\":[")) {
      return told(answer, events, again);
    }
    if (answer.statusCode() == 429 || answer.statusCode() == 503) {
      again.addAll(events);
      return 1000 * answer.headers().firstValueAsLong("Retry-After").orElse(1);
    }
    System.err.println(
        "Send: in the batch that begins with line " + firstLine + ": " + answer.statusCode() + " "
            + answer.body());
    end(1);
    return 0;
  }

  private static boolean isUntrusted(Throwable failure) {
    Throwable cause = failure;
    while (cause != null && !(cause instanceof CertificateException)) {
      cause = cause.getCause();
    }
    return cause != null;
  }

  /** What a receipt says of each event. */
  private long told(HttpResponse<String> answer, List<String> events, List<String> again) {
    int taken = Integer.parseInt(first(ACCEPTED, answer.body()));
    accepted += taken;
    promise = taken > 0 ? first(PROMISE, answer.body()) : promise;
    long waitMillis = answer.headers().firstValueAsLong("Spillway-Throttle-Ms").orElse(0);
    for (String refusal : answer.body().split("\"refused\":", 2)[1].split("}", -1)) {
      if (!refusal.contains("\"index\"")) {
        continue;
      }
      String event = events.get(Integer.parseInt(first(INDEX, refusal)));
      long afterMillis = Long.parseLong(first(AFTER, refusal));
      if (afterMillis > 0) {
        again.add(event);
        waitMillis = Math.max(waitMillis, afterMillis);
      } else {
        refused++;
        System.err.println("Send: refused: " + event + " " + refusal);
      }
    }
    return waitMillis;
  }

  private static String first(Pattern pattern, String text) {
    Matcher found = pattern.matcher(text);
    if (!found.find()) {
      throw new IllegalStateException("not an answer of the gateway: " + text);
    }
    return found.group(1);
  }
}
