package dev.spillway.benchmarks.brokers;

import dev.spillway.benchmarks.Amount;
import dev.spillway.benchmarks.Contest;
import dev.spillway.benchmarks.Spread;
import dev.spillway.benchmarks.TemporaryDirectory;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The measurement {@code brokers}. */
public final class BrokerMeasurement {
  private static final int WARM_UPS = 3;
  private static final int EVENTS = 100;
  private static final int CONNECTIONS = 8;
  private static final int SECONDS = 3;

  private final BatchWork work = BatchWork.of(EVENTS, CONNECTIONS, Amount.seconds(SECONDS));
  private final Contest contest = new Contest("events/s");
  private final Map<String, List<Double>> p99Millis = new LinkedHashMap<>();

  private BrokerMeasurement() {}

  /** Starts all, measures, and stops all. */
  public static void run(int rounds, PrintStream out) throws Exception {
    Path programs = programs();
    try (TemporaryDirectory directory = TemporaryDirectory.in(Path.of("target"), "brokers");
        GatewayBroker gateway = GatewayBroker.start(directory.path().resolve("gateway"));
        RabbitServer rabbit = RabbitServer.start(programs, made(directory, "rabbit"));
        NatsServer nats = NatsServer.start(programs, made(directory, "nats"));
        NatsServer natsForced = NatsServer.start(programs, synchronous(directory))) {
      new BrokerMeasurement()
          .add("the gateway, durable", gateway)
          .add("RabbitMQ, classic queue", rabbit.queue("classic"))
          .add("RabbitMQ, quorum queue", rabbit.queue("quorum"))
          .add("NATS JetStream, as it comes", nats)
          .add("NATS JetStream, chattr +S", natsForced)
          .measure(rounds, out);
    }
  }

  /** Below which Debian's packages lie, which the project's script finds or unpacks. */
  private static Path programs() throws IOException, InterruptedException {
    Process install =
        new ProcessBuilder("config/install-brokers", "spillway-benchmarks/target/brokers")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String printed = new String(install.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (install.waitFor() != 0) {
      throw new IOException("config/install-brokers must find or unpack the brokers, see above");
    }
    return Path.of(printed.strip());
  }

  private static Path made(TemporaryDirectory parent, String name) throws IOException {
    return Files.createDirectory(parent.path().resolve(name));
  }

  /** A directory in which each write goes to the disk: this version of NATS can't be told to. */
  private static Path synchronous(TemporaryDirectory parent)
      throws IOException, InterruptedException {
    Path directory = made(parent, "nats-forced");
    int code =
        new ProcessBuilder("chattr", "+S", directory.toString()).inheritIO().start().waitFor();
    if (code != 0) {
      throw new IOException("chattr +S must work on this file system: " + directory);
    }
    return directory;
  }

  private BrokerMeasurement add(String name, Broker broker) {
    List<Double> millis = new ArrayList<>();
    p99Millis.put(name, millis);
    contest.add(
        name,
        () -> {
          BatchWork.Result result = work.run(broker);
          millis.add(result.p99Millis());
          return result.perSecond();
        });
    return this;
  }

  private void measure(int rounds, PrintStream out) throws Exception {
    contest.run(WARM_UPS, rounds, out);
    out.println("  99 of 100 batches are confirmed within, ms: median (least to greatest)");
    p99Millis.forEach(
        (name, millis) ->
            out.printf(
                "  %-34s %s%n",
                name, Spread.of(millis.subList(WARM_UPS, millis.size())).text("%.1f")));
  }
}
