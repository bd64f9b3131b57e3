package dev.spillway.benchmarks.brokers;

import java.io.IOException;
import java.util.List;

/** A queue in a process that confirms what it was sent. Thread-safe. */
interface Broker {
  Sender connect() throws Exception;

  /** How many events it holds. */
  long held() throws Exception;

  /** Has it forget what it holds, if it can, so that each turn finds it alike. */
  default void clear() throws Exception {}

  /** One connection. For one thread. */
  interface Sender extends AutoCloseable {
    /** Sends {@code batch} and waits until every event of it is confirmed. */
    void send(List<byte[]> batch) throws Exception;

    @Override
    void close() throws IOException;
  }
}
