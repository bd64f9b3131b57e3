package dev.spillway.benchmarks.hostile;

import dev.spillway.benchmarks.GatewayProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** A gateway whose queue is in memory and whose sink takes everything, so that only HTTP counts. */
final class TargetGateway implements AutoCloseable {
  private final GatewayProcess process;

  TargetGateway(Path directory, String heap) throws IOException, InterruptedException {
    process =
        GatewayProcess.start(
            directory.resolve("data"),
            List.of(heap),
            List.of(
                "queues.default.disk.mode=none",
                "queues.default.sink.type=file",
                "queues.default.sink.path=" + directory.resolve("delivered.ndjson")));
  }

  int port() {
    return process.port();
  }

  /** The sum of what the meters say whose names, or names and first labels, are {@code name}. */
  long meter(String name) throws IOException, InterruptedException {
    Pattern line = Pattern.compile("(?m)^" + Pattern.quote(name) + "(?:[{,].*)? (\\S+)$");
    return (long)
        line.matcher(process.text("/metrics"))
            .results()
            .mapToDouble(found -> Double.parseDouble(found.group(1)))
            .sum();
  }

  long residentBytes() throws IOException {
    return process.residentBytes();
  }

  @Override
  public void close() {
    process.close();
  }
}
