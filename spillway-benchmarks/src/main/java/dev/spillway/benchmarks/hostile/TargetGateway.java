package dev.spillway.benchmarks.hostile;

import dev.spillway.server.cli.Main;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** A gateway in a process of its own, as {@code spillway serve} runs it. */
final class TargetGateway implements AutoCloseable {
  private static final int READY_TRIES = 600;

  private final HttpClient client = HttpClient.newHttpClient();
  private final int port;
  private final Process process;

  TargetGateway(Path directory, String heap) throws IOException, InterruptedException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    Path config =
        Files.writeString(
            directory.resolve("spillway.yaml"),
            String.join(
                "\n",
                "http.port: " + port,
                "data.directory: " + directory.resolve("data"),
                "queues.default.disk.mode: none",
                "queues.default.sink.type: file",
                "queues.default.sink.path: /dev/null",
                ""));
    process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                heap,
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "serve",
                "--config",
                config.toString())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(directory.resolve("gateway.log").toFile())
            .start();
    awaitReady();
  }

  int port() {
    return port;
  }

  private void awaitReady() throws IOException, InterruptedException {
    for (int tried = 0; tried < READY_TRIES; tried++) {
      if (process.waitFor(100, TimeUnit.MILLISECONDS)) {
        break;
      }
      try {
        if (get("/api/v1/health/readiness").statusCode() == 200) {
          return;
        }
      } catch (IOException e) {
        continue; // not listening yet
      }
    }
    throw new IOException("the gateway did not become ready");
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  /** The sum of what the meters say whose names, or names and first labels, are {@code name}. */
  long meter(String name) throws IOException, InterruptedException {
    Pattern line = Pattern.compile("(?m)^" + Pattern.quote(name) + "(?:[{,].*)? (\\S+)$");
    return (long)
        line.matcher(get("/metrics").body())
            .results()
            .mapToDouble(found -> Double.parseDouble(found.group(1)))
            .sum();
  }

  /** The memory that the process has, in bytes; 0 where the system does not tell. */
  long residentBytes() throws IOException {
    Path status = Path.of("/proc", Long.toString(process.pid()), "status");
    if (!Files.exists(status)) {
      return 0;
    }
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
        .sum();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
