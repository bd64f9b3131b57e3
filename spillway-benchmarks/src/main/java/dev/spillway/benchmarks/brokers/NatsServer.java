package dev.spillway.benchmarks.brokers;

import dev.spillway.benchmarks.GatewayProcess;
import io.nats.client.Connection;
import io.nats.client.JetStream;
import io.nats.client.JetStreamApiException;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.PurgeOptions;
import io.nats.client.api.PublishAck;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** NATS with one stream in files: a batch is published without waiting, then acknowledged. */
final class NatsServer implements Broker, AutoCloseable {
  private static final String STREAM = "events";

  private final BrokerProcess server;
  private final Options options;
  private final Connection connection;

  private NatsServer(BrokerProcess server, Options options) throws Exception {
    this.server = server;
    this.options = options;
    connection = server.await(() -> Nats.connect(options));
    connection
        .jetStreamManagement()
        .addStream(
            StreamConfiguration.builder()
                .name(STREAM)
                .subjects(STREAM)
                .storageType(StorageType.File)
                .build());
  }

  /**
   * Starts it.
   *
   * @param programs below which Debian's packages lie
   * @param data that exists
   */
  static NatsServer start(Path programs, Path data) throws Exception {
    int port = GatewayProcess.freePort();
    Path config =
        Files.writeString(
            data.resolve("nats.conf"),
            """
            listen: "127.0.0.1:%d"
            jetstream { store_dir: "%s", max_file_store: 16GB }
            """
                .formatted(port, data.toAbsolutePath()));
    BrokerProcess server =
        BrokerProcess.start(
            data.resolve("server.log"),
            Map.of(),
            List.of(programs.resolve("usr/sbin/nats-server").toString(), "-c", config.toString()));
    try {
      return new NatsServer(
          server,
          new Options.Builder().server("nats://127.0.0.1:" + port).maxReconnects(0).build());
    } catch (Exception e) {
      server.close();
      throw e;
    }
  }

  @Override
  public void clear() throws IOException, JetStreamApiException {
    connection.jetStreamManagement().purgeStream(STREAM, PurgeOptions.builder().build());
  }

  @Override
  public long held() throws IOException, JetStreamApiException {
    return connection.jetStreamManagement().getStreamInfo(STREAM).getStreamState().getMsgCount();
  }

  @Override
  public Sender connect() throws IOException, InterruptedException {
    Connection own = Nats.connect(options);
    return new Publisher(own, own.jetStream());
  }

  private static void close(Connection connection) throws IOException {
    try {
      connection.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    try (server) {
      close(connection);
    }
  }

  private record Publisher(Connection connection, JetStream stream) implements Sender {
    @Override
    public void send(List<byte[]> batch) throws Exception {
      List<CompletableFuture<PublishAck>> all = new ArrayList<>(batch.size());
      for (byte[] event : batch) {
        all.add(stream.publishAsync(STREAM, event));
      }
      for (CompletableFuture<PublishAck> one : all) {
        one.get(1, TimeUnit.MINUTES);
      }
    }

    @Override
    public void close() throws IOException {
      NatsServer.close(connection);
    }
  }
}
