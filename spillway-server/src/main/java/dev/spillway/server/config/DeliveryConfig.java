package dev.spillway.server.config;

import java.time.Duration;

/**
 * How batches are made and retried.
 *
 * @param batchEvents the most events of a batch
 * @param batchBytes the most payload bytes of a batch, if it has more than one event
 * @param slots batches in delivery at once; one of them is kept for critical events
 * @param tries how often one event may be refused before it is a dead letter
 * @param retryDelay the wait before an event's second try
 * @param retryFactor by how much each further wait is longer
 * @param circuit when deliveries stop because the sink fails
 */
public record DeliveryConfig(
    int batchEvents,
    int batchBytes,
    int slots,
    int tries,
    Duration retryDelay,
    double retryFactor,
    CircuitConfig circuit) {}
