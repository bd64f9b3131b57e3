package dev.spillway.benchmarks;

import dev.spillway.time.TimeSource;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code spillway serve} as a process of its own with a heap of 256 MB. */
public final class GatewayProcess implements AutoCloseable {
  private static final String LOGGING = "logback.configurationFile";
  private static final Duration LONGEST = Duration.ofMinutes(2);
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
  private static final int OK = 200;
  private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");
  private static final int KILO = 10;

  private final Process process;
  private final int port;
  private final HttpClient client = HttpClient.newHttpClient();
  private final double readyMillis;

  private GatewayProcess(Process process, int port, long startedNanos)
      throws IOException, InterruptedException {
    this.process = process;
    this.port = port;
    readyMillis = awaitReady(startedNanos);
  }

  /**
   * Starts it and waits until it is ready.
   *
   * @param data its data directory
   * @param javaOptions more options of its JVM
   * @param settings as {@code --set} takes them
   */
  public static GatewayProcess start(Path data, List<String> javaOptions, List<String> settings)
      throws IOException, InterruptedException {
    int port = freePort();
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx256m", "-XX:+ExitOnOutOfMemoryError"));
    command.add("-D" + LOGGING + "=" + System.getProperty(LOGGING, ""));
    command.addAll(javaOptions);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of("dev.spillway.server.cli.Main", "serve"));
    command.addAll(List.of("--port", Integer.toString(port), "--data", data.toString()));
    settings.forEach(setting -> command.addAll(List.of("--set", setting)));
    long startedNanos = TimeSource.system().nanoTime();
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      return new GatewayProcess(process, port, startedNanos);
    } catch (IOException | InterruptedException | RuntimeException e) {
      process.destroyForcibly();
      throw e;
    }
  }

  /** A port of loopback that nobody uses now. */
  public static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private double awaitReady(long startedNanos) throws IOException, InterruptedException {
    TimeSource time = TimeSource.system();
    while (time.nanoTime() - startedNanos < LONGEST.toNanos()) {
      if (!process.isAlive()) {
        throw new IOException("gateway ended before it was ready: exit=" + process.exitValue());
      }
      try {
        if (get("/api/v1/health/readiness").statusCode() == OK) {
          return (time.nanoTime() - startedNanos) / 1e6;
        }
      } catch (IOException e) {
        LockSupport.parkNanos(LOOK_NANOS); // it does not listen yet
      }
    }
    throw new IOException("gateway was not ready within " + LONGEST);
  }

  public int port() {
    return port;
  }

  /** The memory that the process has, in bytes; 0 where the system does not tell. */
  public long residentBytes() throws IOException {
    Path status = Path.of("/proc", Long.toString(process.pid()), "status");
    if (!Files.exists(status)) {
      return 0;
    }
    return RESIDENT
        .matcher(Files.readString(status))
        .results()
        .mapToLong(found -> Long.parseLong(found.group(1)) << KILO)
        .sum();
  }

  /** Has all of its garbage collected, and returns when that is done. */
  public void collectGarbage() throws IOException, InterruptedException {
    Process jcmd =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                Long.toString(process.pid()),
                "GC.run")
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    int code = jcmd.waitFor();
    if (code != 0) {
      throw new IOException("jcmd could not have garbage collected: exit=" + code);
    }
  }

  /** From the start of the process to the first answer that it is ready. */
  public double readyMillis() {
    return readyMillis;
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .timeout(LONGEST)
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  /** What it answers to GET. */
  public String text(String path) throws IOException, InterruptedException {
    return get(path).body();
  }

  /** What it says of its queue {@code default}. */
  public JsonNode figures() throws IOException, InterruptedException {
    return JsonMapper.shared().readTree(text("/api/v1/queues/default"));
  }

  /** SIGTERM; returns the exit code. */
  public int stop() throws InterruptedException, IOException {
    process.destroy();
    if (!process.waitFor(LONGEST.toSeconds(), TimeUnit.SECONDS)) {
      throw new IOException("gateway did not stop within " + LONGEST);
    }
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
