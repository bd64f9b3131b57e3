import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

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
 *   java -Djavax.net.ssl.trustStore=ca.p12 -Djavax.net.ssl.trustStorePassword=changeit \
 *     examples/clients/Send.java FILE         if Java does not trust the gateway's certificate
 * </pre>
 *
 * <p>What another try cannot mend ends at once; what it may, such as a full disk, is told once.
 *
 * <p>Exit codes: 0 all accepted; 1 some were not; 2 a wrong command line, file, SPILLWAY_URL or
 * SPILLWAY_KEY; 130 stopped with Ctrl-C. Needs nothing but a JDK 17.
 */
final class Send {
  private static final int BATCH = 500;
  private static final int TRIES = 300;
  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final long LONGEST_WAIT_MILLIS = 60_000;

  private static final Pattern ACCEPTED = Pattern.compile("\"accepted\":(\\d+)");
  private static final Pattern INDEX = Pattern.compile("\"index\":(\\d+)");
  private static final Pattern AFTER = Pattern.compile("\"retryAfterMillis\":(\\d+)");
  private static final Pattern REASON =
      Pattern.compile("\"reason\":\"([\\w-]+)\",\"retryAfterMillis\":[1-9]");
  private static final Pattern PROBLEM =
      Pattern.compile("\"type\":\"urn:spillway:problem:([\\w-]+)\"");
  private static final Pattern NOT_HTTP = Pattern.compile("status line, receiving \\[(?!HTTP)");
  private static final Pattern PROMISE = Pattern.compile("\"durability\":\"(\\w+)\"");

  private final HttpClient client =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
  private final String url;
  private final URI target;
  private final String key;
  private volatile int firstLine;
  private volatile int accepted;
  private volatile int refused;
  private volatile String promise = "none";
  private String trouble = "";
  private volatile boolean ended;

  private Send(String url, String queue, String key) {
    String name = URLEncoder.encode(queue, StandardCharsets.UTF_8).replace("+", "%20");
    this.url = url;
    this.target = URI.create(url + "/api/v1/queues/" + name + "/events?durability=durable");
    this.key = key;
  }

  public static void main(String... arguments) throws InterruptedException {
    if (arguments.length != 1) {
      System.err.println("usage: java Send.java FILE");
      System.exit(2);
    }
    Map<String, String> environment = System.getenv();
    String url = environment.getOrDefault("SPILLWAY_URL", "http://127.0.0.1:8080");
    String key = environment.getOrDefault("SPILLWAY_KEY", "");
    if (!isGateway(url)) {
      say("SPILLWAY_URL must be like http://127.0.0.1:8080: " + url.replaceAll(".*@", ""));
      System.exit(2);
    }
    if (!key.matches("[A-Za-z0-9._~+/=-]*")) {
      say("SPILLWAY_KEY must be one word, as `spillway key create` shows it");
      System.exit(2);
    }
    String queue = environment.getOrDefault("SPILLWAY_QUEUE", "default");
    List<String> lines = linesOf(arguments[0]);
    Send send = new Send(url.replaceAll("/+$", ""), queue, key);
    Runtime.getRuntime().addShutdownHook(new Thread(send::tellHowFar)); // Ctrl-C comes here too
    for (int begin = 0; begin < lines.size(); begin += BATCH) {
      send.firstLine = begin + 1;
      List<String> part = lines.subList(begin, Math.min(lines.size(), begin + BATCH));
      send.batch(part.stream().filter(line -> !line.isBlank()).toList());
    }
    send.end(send.refused == 0 ? 0 : 1);
  }

  /** Whether a gateway can have this URL. */
  private static boolean isGateway(String url) {
    try {
      URI uri = new URI(url);
      boolean port = uri.getPort() != 0 && uri.getPort() <= 65_535;
      return url.matches("https?://[^@?#]+") && uri.getHost() != null && port;
    } catch (URISyntaxException e) {
      return false;
    }
  }

  /** Says it on one line, whatever it holds. */
  private static void say(String text) {
    System.err.println("Send: " + text.replaceAll("\\p{Cntrl}", "?"));
  }

  /** Says why it tries again, unless that was the last that was said. */
  private void tell(String why) {
    if (!why.equals(trouble)) {
      say(why + "; trying again");
    }
    trouble = why;
  }

  private void end(int exitCode) {
    ended = true;
    System.exit(exitCode);
  }

  private void tellHowFar() {
    String stopped = ended ? "" : "; stopped in the batch that begins with line " + firstLine;
    System.out.printf(
        "accepted %d, refused %d, promise %s%s%n", accepted, refused, promise, stopped);
  }

  private static List<String> linesOf(String file) {
    try {
      return Files.readAllLines(Path.of(file));
    } catch (IOException e) {
      say("this file cannot be read as UTF-8 text: " + e);
      System.exit(2);
      return List.of();
    }
  }

  private void batch(List<String> events) throws InterruptedException {
    List<String> pending = events;
    for (int tries = 0; !pending.isEmpty(); tries++) {
      if (tries == TRIES) {
        say("gave up; events not sent: " + pending.size());
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
      String lasting = lasting(e);
      if (!lasting.isEmpty()) {
        say(url + ": " + lasting);
        end(1);
      }
      tell("no answer from " + url + ": " + reasonOf(e));
      again.addAll(events);
      return 1000;
    }
    String body = answer.body();
    int status = answer.statusCode();
    if (body.contains("\"accepted\":") && body.contains("\"refused\":[")) {
      return told(answer, events, again);
    }
    if (status == 429 || (502 <= status && status <= 504)) { // the latter may be a proxy's
      tell(url + ": refused for now: " + first(PROBLEM, body, String.valueOf(status)));
      again.addAll(events);
      String after = answer.headers().firstValue("Retry-After").orElse("");
      return after.matches("\\d{1,9}") ? 1000 * Long.parseLong(after) : 1000;
    }
    String type = answer.headers().firstValue("Content-Type").orElse("");
    if (type.startsWith("application/problem+json")) {
      say("in the batch that begins with line " + firstLine + ": " + status + " " + body);
    } else {
      say(url + " answered " + status + ", and not as a gateway does; is SPILLWAY_URL right?");
    }
    end(1);
    return 0;
  }

  /** Why another try would end like this one; empty if it might not. */
  private static String lasting(IOException failure) {
    CertificateException untrusted = cause(failure, CertificateException.class);
    if (untrusted != null) {
      String message = String.valueOf(untrusted.getMessage());
      String why =
          message.startsWith("PKIX path building failed")
              ? "its certificate is signed by nobody trusted here"
              : message;
      return "cannot trust it: " + why
          + "; -Djavax.net.ssl.trustStore names the certificates to trust";
    }
    if (NOT_HTTP.matcher(String.valueOf(failure.getMessage())).find()) {
      return "does not answer with HTTP; if it speaks TLS, SPILLWAY_URL begins with https:";
    }
    boolean cutShort =
        cause(failure, EOFException.class) != null || cause(failure, SocketException.class) != null;
    return failure instanceof SSLException && !cutShort
        ? "no TLS with it: " + failure.getMessage()
            + "; if it speaks plain HTTP, SPILLWAY_URL begins with http:"
        : "";
  }

  private static String reasonOf(IOException failure) {
    if (cause(failure, UnresolvedAddressException.class) != null) {
      return "unknown host";
    }
    if (failure.getMessage() != null) {
      return failure.getMessage();
    }
    return failure instanceof ConnectException
        ? "connection refused"
        : failure.getClass().getSimpleName();
  }

  /** What of this kind is behind a failure; null if nothing is. */
  private static <T extends Throwable> T cause(Throwable failure, Class<T> kind) {
    Throwable cause = failure;
    while (cause != null && !kind.isInstance(cause)) {
      cause = cause.getCause();
    }
    return kind.cast(cause);
  }

  /** What a receipt says of each event. */
  private long told(HttpResponse<String> answer, List<String> events, List<String> again) {
    int taken = Integer.parseInt(first(ACCEPTED, answer.body(), "0"));
    accepted += taken;
    promise = taken > 0 ? first(PROMISE, answer.body(), "none") : promise;
    long waitMillis = answer.headers().firstValueAsLong("Spillway-Throttle-Ms").orElse(0);
    for (String refusal : answer.body().split("\"refused\":", 2)[1].split("}", -1)) {
      if (!refusal.contains("\"index\"")) {
        continue;
      }
      String event = events.get(Integer.parseInt(first(INDEX, refusal, "0")));
      long afterMillis = Long.parseLong(first(AFTER, refusal, "0"));
      if (afterMillis > 0) {
        again.add(event);
        waitMillis = Math.max(waitMillis, afterMillis);
      } else {
        refused++;
        say("refused: " + event + " " + refusal);
      }
    }
    if (!again.isEmpty()) {
      tell(url + ": refused for now: " + first(REASON, answer.body(), "it does not say why"));
    }
    return waitMillis;
  }

  private static String first(Pattern pattern, String text, String otherwise) {
    Matcher found = pattern.matcher(text);
    return found.find() ? found.group(1) : otherwise;
  }
}
