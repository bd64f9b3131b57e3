package dev.spillway.server;

import dev.spillway.delivery.Sink;
import dev.spillway.server.config.QueueConfig;

/** Makes the sink of a queue. */
@FunctionalInterface
public interface SinkMaker {
  /** A new sink, which the queue's dispatcher will close. */
  Sink make(QueueConfig queue);
}
