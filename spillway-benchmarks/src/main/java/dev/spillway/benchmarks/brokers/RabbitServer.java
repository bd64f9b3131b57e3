package dev.spillway.benchmarks.brokers;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import dev.spillway.benchmarks.GatewayProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** RabbitMQ as one node, with Erlang's daemon that names nodes. */
final class RabbitServer implements AutoCloseable {
  private final BrokerProcess names;
  private final BrokerProcess server;
  private final ConnectionFactory factory;
  private final Connection connection;

  private RabbitServer(BrokerProcess names, BrokerProcess server, ConnectionFactory factory)
      throws Exception {
    this.names = names;
    this.server = server;
    this.factory = factory;
    connection = server.await(factory::newConnection);
  }

  /**
   * Starts it.
   *
   * @param programs below which Debian's packages lie
   */
  static RabbitServer start(Path programs, Path data) throws Exception {
    Path erlang = programs.resolve("usr/lib/erlang/bin").toAbsolutePath();
    int port = GatewayProcess.freePort();
    Map<String, String> environment = environment(data.toAbsolutePath(), port);
    environment.put("PATH", erlang + ":" + System.getenv("PATH"));
    BrokerProcess names =
        BrokerProcess.start(
            data.resolve("names.log"), environment, List.of(erlang.resolve("epmd").toString()));
    Path script = programs.resolve("usr/lib/rabbitmq/bin/rabbitmq-server").toAbsolutePath();
    BrokerProcess server =
        BrokerProcess.start(data.resolve("server.log"), environment, List.of(script.toString()));
    ConnectionFactory factory = new ConnectionFactory();
    factory.setHost("127.0.0.1");
    factory.setPort(port);
    try {
      return new RabbitServer(names, server, factory);
    } catch (Exception e) {
      server.close();
      names.close();
      throw e;
    }
  }

  private static Map<String, String> environment(Path data, int port) throws IOException {
    Map<String, String> environment = new HashMap<>();
    environment.put("HOME", data.toString());
    environment.put("ERL_EPMD_ADDRESS", "127.0.0.1");
    environment.put("ERL_EPMD_PORT", Integer.toString(GatewayProcess.freePort()));
    environment.put("RABBITMQ_NODENAME", "benchmark@localhost");
    environment.put("RABBITMQ_NODE_IP_ADDRESS", "127.0.0.1");
    environment.put("RABBITMQ_NODE_PORT", Integer.toString(port));
    environment.put("RABBITMQ_DIST_PORT", Integer.toString(GatewayProcess.freePort()));
    environment.put(
        "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS", "-kernel inet_dist_use_interface {127,0,0,1}");
    environment.put("RABBITMQ_MNESIA_BASE", data.resolve("mnesia").toString());
    environment.put("RABBITMQ_LOG_BASE", data.resolve("log").toString());
    String nothing = data.resolve("none").toString(); // all as it comes, wherever it is installed
    environment.put("RABBITMQ_CONFIG_FILE", nothing);
    environment.put("RABBITMQ_CONF_ENV_FILE", nothing);
    environment.put("RABBITMQ_ENABLED_PLUGINS_FILE", nothing);
    return environment;
  }

  /** A durable queue of a type, {@code classic} or {@code quorum}. */
  Broker queue(String type) throws IOException {
    Channel channel = connection.createChannel();
    channel.queueDeclare(type, true, false, false, Map.of("x-queue-type", type));
    return new RabbitQueue(type, channel, factory);
  }

  @Override
  public void close() {
    connection.abort();
    server.close();
    names.close();
  }
}
