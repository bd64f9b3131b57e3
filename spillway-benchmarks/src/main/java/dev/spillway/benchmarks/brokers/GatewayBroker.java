package dev.spillway.benchmarks.brokers;

import dev.spillway.benchmarks.EventConnection;
import dev.spillway.benchmarks.GatewayProcess;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** The gateway: a batch is a request that asks for a durable promise. Its sink is away. */
final class GatewayBroker implements Broker, AutoCloseable {
  private static final int ACCEPTED = 202;

  private final GatewayProcess gateway;

  private GatewayBroker(GatewayProcess gateway) {
    this.gateway = gateway;
  }

  static GatewayBroker start(Path data) throws IOException, InterruptedException {
    List<String> settings =
        List.of(
            "queues.default.disk.max-bytes=32GB",
            "queues.default.sink.type=http",
            "queues.default.sink.url=http://127.0.0.1:1/",
            "shutdown.drain=100ms");
    return new GatewayBroker(GatewayProcess.start(data, List.of(), settings));
  }

  @Override
  public long held() throws IOException, InterruptedException {
    long held = 0;
    for (JsonNode lane : gateway.figures().path("lanes")) {
      held += lane.path("account").path("held").asLong();
    }
    return held;
  }

  @Override
  public Sender connect() throws IOException {
    return new Requests(new EventConnection(gateway.port()));
  }

  @Override
  public void close() {
    gateway.close();
  }

  private record Requests(EventConnection connection) implements Sender {
    @Override
    public void send(List<byte[]> batch) throws IOException {
      ByteArrayOutputStream lines = new ByteArrayOutputStream();
      for (byte[] event : batch) {
        lines.writeBytes(event);
        lines.write('\n');
      }
      EventConnection.Answer answer = connection.send(lines.toByteArray(), "normal", true);
      if (answer.status() != ACCEPTED || !answer.body().contains("\"refused\":[]")) {
        throw new IOException("gateway must take all: " + answer);
      }
    }

    @Override
    public void close() throws IOException {
      connection.close();
    }
  }
}
