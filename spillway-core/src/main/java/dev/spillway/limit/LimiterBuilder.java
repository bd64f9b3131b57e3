package dev.spillway.limit;

import dev.spillway.Mode;
import dev.spillway.Priority;
import dev.spillway.internal.Nanos;
import dev.spillway.time.TaskScheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Settings of a {@link Limiter}. Not thread-safe. */
public final class LimiterBuilder {
  private static final int MOST_SLOTS = 100_000;

  /** In modes that let everything through, so many more than the limit are told apart. */
  private static final int SPARE_SLOTS = 1 << 10;

  final String name;
  final Map<Priority, Long> timesNanos = new EnumMap<>(Priority.class);
  final Map<String, Double> shares = new TreeMap<>();
  Order order = Order.PRIORITY;
  Mode mode = Mode.ENFORCE;
  int mostWaiting = 1_000;
  int mostTenants = 10_000;
  long longestHoldNanos = Duration.ofSeconds(30).toNanos();
  int spareSlots = SPARE_SLOTS;

  /** Between these an adaptive limit moves; 0 if the limit is known. */
  int leastSlots;

  int mostSlots;
  private int slots;
  private @Nullable TaskScheduler scheduler;

  /** Whose turn it is between classes, for all partitions of the limiter that is being built. */
  private @Nullable ClassWeights weights;

  LimiterBuilder(String name) {
    this.name = name;
    time(Priority.CRITICAL, Duration.ofMillis(2_500));
    time(Priority.HIGH, Duration.ofSeconds(5));
    time(Priority.NORMAL, Duration.ofSeconds(10));
    time(Priority.LOW, Duration.ofSeconds(20));
    time(Priority.BULK, Duration.ofSeconds(20));
  }

  static int checkSlots(int slots, int most) {
    if (slots < 1 || slots > most) {
      throw new IllegalArgumentException(
          "slots must be between 1 and " + most + ": slots=" + slots);
    }
    return slots;
  }

  /**
   * How many requests may be worked on at once: what the service behind can do in parallel, such as
   * its threads, connections or, for work that keeps processors busy, those. 64, for example.
   *
   * @throws IllegalArgumentException if it is not between 1 and 100,000
   */
  public LimiterBuilder slots(int slots) {
    this.slots = checkSlots(slots, MOST_SLOTS);
    return this;
  }

  /**
   * Lets the limiter find out how many are best worked on at once, beginning with {@link #slots}:
   * for services of which nobody knows it, or where it changes. It watches what is completed while
   * requests wait, keeps to what brings most, and looks around now and then. Where the number is
   * known, such as threads or connections, say that instead: no search is as good as knowing.
   *
   * @param least never fewer: 1, for example
   * @param most never more: 500, for example
   * @throws IllegalArgumentException if they are not 1 to 100,000, or not in this order
   */
  public LimiterBuilder adaptive(int least, int most) {
    if (least < 1 || most > MOST_SLOTS || least > most) {
      throw new IllegalArgumentException(
          "adaptive must be between 1 and 100000, the least first: least="
              + least
              + ", most="
              + most);
    }
    leastSlots = least;
    mostSlots = most;
    return this;
  }

  /**
   * How long callers wait for the result where the request does not say, whatever its class: 250
   * ms, for example. Default: 2.5 s for critical requests, 5 s for high, 10 s for normal, 20 s for
   * others, because who is less urgent can wait longer.
   *
   * @throws IllegalArgumentException if it is not positive
   */
  public LimiterBuilder deadline(Duration deadline) {
    for (Priority priority : Priority.values()) {
      time(priority, deadline);
    }
    return this;
  }

  /** The same for one class. */
  public LimiterBuilder deadline(Priority priority, Duration deadline) {
    time(priority, deadline);
    return this;
  }

  private void time(Priority priority, Duration time) {
    timesNanos.put(priority, positive("deadline", time));
  }

  private static long positive(String what, Duration duration) {
    if (duration.isNegative() || duration.isZero()) {
      throw new IllegalArgumentException(what + " must be positive: " + what + "=" + duration);
    }
    return Nanos.of(duration);
  }

  /** Who of the waiting goes first. Default: {@link Order#PRIORITY}, because that is the point. */
  public LimiterBuilder order(Order order) {
    this.order = order;
    return this;
  }

  /**
   * How many may wait at most. Default: 1,000; deadlines keep far fewer waiting.
   *
   * @throws IllegalArgumentException if it is negative or above 1,000,000
   */
  public LimiterBuilder mostWaiting(int mostWaiting) {
    if (mostWaiting < 0 || mostWaiting > 1_000_000) {
      throw new IllegalArgumentException(
          "most-waiting must be between 0 and 1000000: most-waiting=" + mostWaiting);
    }
    this.mostWaiting = mostWaiting;
    return this;
  }

  /**
   * A dependency that can hold at most {@code share} of the slots, so that the others go on when it
   * hangs. A request that names no dependency, or one that is not listed here, may use all slots.
   *
   * @param share above 0 and at most 1: 0.5, for example
   * @throws IllegalArgumentException if the share is out of its range or the name is empty
   */
  public LimiterBuilder partition(String dependency, double share) {
    if (dependency.isEmpty()) {
      throw new IllegalArgumentException("partition must have a name: partition=");
    }
    if (!(share > 0 && share <= 1)) {
      throw new IllegalArgumentException(
          "share of " + dependency + " must be above 0 and at most 1: share=" + share);
    }
    shares.put(dependency, share);
    return this;
  }

  /**
   * How many tenants are told apart; others share. Default: 10,000, at under 200 bytes each.
   *
   * @throws IllegalArgumentException if it is not between 1 and 10,000,000
   */
  public LimiterBuilder tenants(int mostTenants) {
    if (mostTenants < 1 || mostTenants > 10_000_000) {
      throw new IllegalArgumentException(
          "tenants must be between 1 and 10000000: tenants=" + mostTenants);
    }
    this.mostTenants = mostTenants;
    return this;
  }

  /**
   * After which time a permit that nobody completed is taken back, counted and logged. Default: 30
   * s; it bounds what a lost permit costs, and must be longer than the longest work.
   *
   * @throws IllegalArgumentException if it is not positive
   */
  public LimiterBuilder longestHold(Duration longestHold) {
    longestHoldNanos = positive("longest-hold", longestHold);
    return this;
  }

  /** How far the limiter goes. Default: {@link Mode#ENFORCE}. */
  public LimiterBuilder mode(Mode mode) {
    this.mode = mode;
    return this;
  }

  /**
   * What tells the time and runs the limiter's tidying. Default: a daemon thread that all limiters
   * share.
   */
  public LimiterBuilder scheduler(TaskScheduler scheduler) {
    this.scheduler = scheduler;
    return this;
  }

  /**
   * A limiter with these settings.
   *
   * @throws IllegalArgumentException if the number of slots was not told
   */
  public Limiter build() {
    if (slots == 0) {
      throw new IllegalArgumentException("slots must be told: call slots(n)");
    }
    if (isAdaptive() && (slots < leastSlots || slots > mostSlots)) {
      throw new IllegalArgumentException(
          "slots must be where the adaptive limit begins, between "
              + leastSlots
              + " and "
              + mostSlots
              + ": slots="
              + slots);
    }
    return new Limiter(this);
  }

  TaskScheduler scheduler() {
    if (scheduler == null) {
      scheduler = SharedScheduler.get();
    }
    return scheduler;
  }

  long longestTimeNanos() {
    return timesNanos.values().stream().mapToLong(Long::longValue).max().orElseThrow();
  }

  boolean isAdaptive() {
    return mostSlots > 0;
  }

  /** Of all slots, what a dependency may have. */
  double shareOf(String dependency) {
    return shares.getOrDefault(dependency, 1.0);
  }

  /** Null where the highest class goes first. */
  @Nullable ClassWeights weights() {
    if (weights == null && order == Order.WEIGHTED) {
      weights = new ClassWeights();
    }
    return weights;
  }

  Shares shares() {
    weights = null;
    long nowNanos = scheduler().time().nanoTime();
    SlotTable table = new SlotTable(Math.max(slots, mostSlots) + spareSlots, slots);
    Told told = new Told();
    List<Partition> partitions = new ArrayList<>();
    partitions.add(new Partition("", this, told, nowNanos));
    shares.forEach(
        (dependency, share) -> partitions.add(new Partition(dependency, this, told, nowNanos)));
    if (shares.isEmpty()) {
      partitions.get(0).capacity().countBy(table);
    }
    for (Partition partition : partitions) {
      partition.capacity().resize(slots);
    }
    return new Shares(table, List.copyOf(partitions), told);
  }
}
