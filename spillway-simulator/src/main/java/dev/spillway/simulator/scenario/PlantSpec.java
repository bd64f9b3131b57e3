package dev.spillway.simulator.scenario;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the work is done, and what it suffers.
 *
 * @param refusalCost what a server spends to answer a refused call
 * @param capacity the speed of the servers over time; 1 is healthy
 * @param slowdown how many times as long work takes over time
 * @param network milliseconds that an answer is on its way over time
 * @param hangs calls that take very long
 */
public record PlantSpec(
    Kind kind,
    int servers,
    Service service,
    Duration refusalCost,
    List<Stretch> capacity,
    List<Stretch> slowdown,
    List<Stretch> network,
    @Nullable Pauses pauses,
    List<Hang> hangs) {
  private static final double RETROGRADE_CALLS_PER_NANO = 1e-6;

  /** Copies the lists. */
  public PlantSpec {
    capacity = List.copyOf(capacity);
    slowdown = List.copyOf(slowdown);
    network = List.copyOf(network);
    hangs = List.copyOf(hangs);
  }

  /** How servers and calls get along. */
  public enum Kind {
    /** A few servers that compute. */
    PROCESSOR,
    /** Many slots that wait for something else. */
    SLOTS,
    /** Calls hinder each other: beyond a peak, more of them do less. */
    RETROGRADE
  }

  PlantSpec withRefusalCost(Duration refusalCost) {
    return new PlantSpec(
        kind, servers, service, refusalCost, capacity, slowdown, network, pauses, hangs);
  }

  /** Calls that the healthy plant can do in a nanosecond. */
  public double capacityPerNano() {
    return kind == Kind.RETROGRADE
        ? RETROGRADE_CALLS_PER_NANO
        : servers / (double) service.mean().toNanos();
  }
}
