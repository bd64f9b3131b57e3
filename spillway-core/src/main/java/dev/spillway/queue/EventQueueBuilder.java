package dev.spillway.queue;

import dev.spillway.Priority;
import dev.spillway.time.TimeSource;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Collects the settings of an {@link EventQueue}. Not thread-safe. */
public final class EventQueueBuilder {
  /** Below this, a quarter of the memory would not hold the blocks that the log works with. */
  private static final long LEAST_MEMORY_BYTES = 256 << 10;

  private final String name;
  private final Map<Priority, Integer> laneEvents = new EnumMap<>(Priority.class);
  private long memoryBytes = 64 << 20;
  private @Nullable QueuePolicy policy;
  private @Nullable SpillStore store;
  private DiskMode diskMode = DiskMode.NONE;
  private TimeSource time = TimeSource.system();

  EventQueueBuilder(String name) {
    if (name.isEmpty()) {
      throw new IllegalArgumentException("name must not be empty");
    }
    this.name = name;
  }

  /**
   * The memory that held events may take, those included that are being written to the log or have
   * come back from it. With a log, half of it holds events that are in memory alone. Default: 64
   * MiB, which holds about 100,000 events of 500 bytes in memory.
   *
   * @throws IllegalArgumentException below 256 KiB
   */
  public EventQueueBuilder memoryBytes(long bytes) {
    if (bytes < LEAST_MEMORY_BYTES) {
      throw new IllegalArgumentException(
          "memoryBytes must be at least " + LEAST_MEMORY_BYTES + ": memoryBytes=" + bytes);
    }
    memoryBytes = bytes;
    return this;
  }

  /**
   * How many events {@code lane} may hold in memory alone. Default: as many as the memory holds.
   *
   * @throws IllegalArgumentException below 1
   */
  public EventQueueBuilder laneEvents(Priority lane, int events) {
    if (events < 1) {
      throw new IllegalArgumentException("laneEvents must be at least 1: " + lane + "=" + events);
    }
    laneEvents.put(lane, events);
    return this;
  }

  /**
   * What a lane does when it fills up, with everything else of the policy as it is. Default: {@link
   * Strategy#SPILL} with a log, else DROP.
   */
  public EventQueueBuilder strategy(Strategy strategy) {
    QueuePolicy.Builder begun =
        policy == null ? QueuePolicy.builder(strategy) : policy.toBuilder().strategy(strategy);
    policy = begun.build();
    return this;
  }

  /** What the queue decides by until {@link EventQueue#change}. Default: that of its strategy. */
  public EventQueueBuilder policy(QueuePolicy policy) {
    this.policy = policy;
    return this;
  }

  /**
   * The log, which the queue closes with itself, and when events go there. Default: none.
   *
   * @throws IllegalArgumentException for {@link DiskMode#NONE}, which has no log
   */
  public EventQueueBuilder spill(SpillStore store, DiskMode mode) {
    if (mode == DiskMode.NONE) {
      throw new IllegalArgumentException("mode must be write-ahead or overflow: mode=none");
    }
    this.store = store;
    diskMode = mode;
    return this;
  }

  /** Default: the JVM's clocks. */
  public EventQueueBuilder time(TimeSource time) {
    this.time = time;
    return this;
  }

  /**
   * Opens the queue with what its log holds from earlier.
   *
   * @throws IllegalArgumentException if the strategy is SPILL and there is no log
   */
  public EventQueue build() {
    QueuePolicy chosen = policy;
    if (chosen == null) {
      chosen = QueuePolicy.builder(store == null ? Strategy.DROP : Strategy.SPILL).build();
    }
    MemoryShares shares = new MemoryShares(memoryBytes, store != null);
    return new EventQueue(
        new Settings(name, shares, Map.copyOf(laneEvents), chosen, diskMode, store, time));
  }
}
