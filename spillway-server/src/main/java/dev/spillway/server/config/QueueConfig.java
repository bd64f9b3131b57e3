package dev.spillway.server.config;

import dev.spillway.Priority;
import dev.spillway.queue.QueuePolicy;
import java.util.Map;

/**
 * One queue of the gateway.
 *
 * @param name its name in paths, figures and logs
 * @param profile the defaults that it started from
 * @param policy what it decides by
 * @param memoryBytes the memory that its events may take
 * @param laneEvents how many events each lane may hold in memory
 * @param disk its log
 * @param classification how an event gets its priority
 * @param delivery how batches are made and retried
 * @param sink where events end up
 */
public record QueueConfig(
    String name,
    String profile,
    QueuePolicy policy,
    long memoryBytes,
    Map<Priority, Integer> laneEvents,
    DiskConfig disk,
    Classification classification,
    DeliveryConfig delivery,
    SinkConfig sink) {}
