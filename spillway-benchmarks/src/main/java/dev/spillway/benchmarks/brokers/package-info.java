/**
 * Events that are confirmed by processes on loopback: our gateway, RabbitMQ and NATS.
 *
 * <p>Each queue of each process is a {@link dev.spillway.benchmarks.brokers.Broker}; {@link
 * dev.spillway.benchmarks.brokers.BatchWork} sends batches to it over several connections. May use
 * the package above.
 */
@NullMarked
package dev.spillway.benchmarks.brokers;

import org.jspecify.annotations.NullMarked;
