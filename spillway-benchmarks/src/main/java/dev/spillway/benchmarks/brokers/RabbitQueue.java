package dev.spillway.benchmarks.brokers;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.MessageProperties;
import java.io.IOException;
import java.util.List;

/** A durable queue: persistent messages, and publisher confirms awaited for a batch. */
final class RabbitQueue implements Broker {
  private static final long LONGEST_MILLIS = 60_000;

  private final String name;
  private final Channel channel;
  private final ConnectionFactory factory;

  RabbitQueue(String name, Channel channel, ConnectionFactory factory) {
    this.name = name;
    this.channel = channel;
    this.factory = factory;
  }

  @Override
  public void clear() throws IOException {
    channel.queuePurge(name);
  }

  @Override
  public long held() throws IOException {
    return channel.messageCount(name);
  }

  @Override
  public Sender connect() throws Exception {
    Connection connection = factory.newConnection();
    Channel own = connection.createChannel();
    own.confirmSelect();
    return new Publisher(connection, own, name);
  }

  private record Publisher(Connection connection, Channel channel, String queue) implements Sender {
    @Override
    public void send(List<byte[]> batch) throws Exception {
      for (byte[] event : batch) {
        channel.basicPublish("", queue, MessageProperties.PERSISTENT_BASIC, event);
      }
      channel.waitForConfirmsOrDie(LONGEST_MILLIS);
    }

    @Override
    public void close() throws IOException {
      connection.close();
    }
  }
}
