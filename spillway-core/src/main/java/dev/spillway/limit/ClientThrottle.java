package dev.spillway.limit;

import dev.spillway.internal.Nanos;
import dev.spillway.time.TimeSource;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Keeps a caller from sending what would most likely be refused, because refusing costs the service
 * too. Thread-safe.
 *
 * <p>With n requests and s of them accepted lately, a request is held back with probability {@code
 * max(0, (n - K s) / (n + 1))}, so that the service still sees K times what it accepts, and its
 * recovery is noticed at once. The formula is that of "Handling Overload" in Google's SRE book
 * (2016); the past fades exponentially instead of leaving a window of two minutes.
 *
 * <pre>{@code
 * if (throttle.tryRequest()) {
 *   boolean taken = call();
 *   if (taken) {
 *     throttle.accepted();
 *   }
 * }
 * }</pre>
 */
public final class ClientThrottle {
  private final TimeSource time;
  private final double multiple;
  private final double memoryNanos;
  private final ReentrantLock lock = new ReentrantLock();

  /** Guarded by {@link #lock}. */
  private final SplittableRandom random;

  /** Guarded by {@link #lock}. */
  private double requests;

  /** Guarded by {@link #lock}. */
  private double accepts;

  /** Guarded by {@link #lock}. */
  private long lastNanos;

  private ClientThrottle(
      TimeSource time, double multiple, Duration memory, SplittableRandom random) {
    this.time = time;
    this.multiple = multiple;
    memoryNanos = Nanos.of(memory);
    this.random = random;
    lastNanos = time.nanoTime();
  }

  /** K = 2 and a memory of 30 s: half of what is sent may be refused before anything is held. */
  public static ClientThrottle standard(TimeSource time, SplittableRandom random) {
    return of(time, 2, Duration.ofSeconds(30), random);
  }

  /**
   * A throttle that has seen nothing.
   *
   * @param multiple K: how many requests are sent for each that is accepted; at least 1
   * @param memory after which time what was seen counts for a third
   * @param random what decides who is held back; nothing else may use it
   * @throws IllegalArgumentException if one is out of its range
   */
  public static ClientThrottle of(
      TimeSource time, double multiple, Duration memory, SplittableRandom random) {
    if (!(multiple >= 1 && multiple <= 1_000)) {
      throw new IllegalArgumentException(
          "multiple must be between 1 and 1000: multiple=" + multiple);
    }
    if (memory.isNegative() || memory.isZero()) {
      throw new IllegalArgumentException("memory must be positive: memory=" + memory);
    }
    return new ClientThrottle(time, multiple, memory, random);
  }

  /** Counts a request, and tells whether to send it. */
  public boolean tryRequest() {
    lock.lock();
    try {
      fade();
      double held = heldShare();
      requests++;
      return held == 0 || random.nextDouble() >= held;
    } finally {
      lock.unlock();
    }
  }

  /** The service took a request, whatever became of it then. */
  public void accepted() {
    lock.lock();
    try {
      fade();
      accepts++;
    } finally {
      lock.unlock();
    }
  }

  /** Of all requests, the share that is held back now. */
  public double share() {
    lock.lock();
    try {
      fade();
      return heldShare();
    } finally {
      lock.unlock();
    }
  }

  private double heldShare() {
    return Math.max(0, (requests - multiple * accepts) / (requests + 1));
  }

  private void fade() {
    long nowNanos = time.nanoTime();
    long passedNanos = nowNanos - lastNanos;
    if (passedNanos > 0) {
      double kept = StrictMath.exp(-passedNanos / memoryNanos);
      requests *= kept;
      accepts *= kept;
      lastNanos = nowNanos;
    }
  }
}
