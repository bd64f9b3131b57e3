package dev.spillway.limit;

import dev.spillway.internal.Nanos;
import dev.spillway.time.TimeSource;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Keeps a caller from sending what would most likely be refused, because refusing costs the service
 * too. Thread-safe. One is for one service and one class: what is refused of the low says nothing
 * about the high.
 *
 * <p>With n requests and s of them accepted lately, a request is held back with probability {@code
 * max(0, (n - K s) / (n + m))}, so that the service still sees K times what it accepts, and at
 * least {@value #PROBES_PER_SECOND} requests a second, m being as many as come in the time that is
 * remembered. So its recovery is noticed soon.
 *
 * <p>The formula is that of "Handling Overload" in Google's SRE book (2016), with three changes. A
 * request counts when its answer is known, because one that is under way is no refusal. The past is
 * not a window of two minutes but fades, and fast, because what is remembered of an overload holds
 * back what could be done after it. And m is not 1, which with a short memory would let too much
 * through. A caller who sends fewer than some tens of requests a second remembers none by the next,
 * and is not held back: it costs the service little.
 *
 * <pre>{@code
 * if (throttle.tryRequest()) {
 *   if (call()) {
 *     throttle.accepted();
 *   } else {
 *     throttle.refused();
 *   }
 * }
 * }</pre>
 */
public final class ClientThrottle {
  private static final double PROBES_PER_SECOND = 7;
  private static final double NANOS_PER_SECOND = 1e9;
  private static final double USUAL_MULTIPLE = 1.5;
  private static final Duration USUAL_MEMORY = Duration.ofMillis(13);

  private final TimeSource time;
  private final double multiple;
  private final double memoryNanos;

  /** In the time that is remembered, what is sent whatever happens. */
  private final double probes;

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
    probes = PROBES_PER_SECOND / NANOS_PER_SECOND * memoryNanos;
    this.random = random;
    lastNanos = time.nanoTime();
  }

  /** K = 1.5 and a memory of 13 ms: a third of what is sent may be refused for ever. */
  public static ClientThrottle standard(TimeSource time, SplittableRandom random) {
    return of(time, USUAL_MULTIPLE, USUAL_MEMORY, random);
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

  /** Whether to send a request now; what is held back counts as refused. */
  public boolean tryRequest() {
    lock.lock();
    try {
      fade();
      double held = heldShare();
      boolean sent = held == 0 || random.nextDouble() >= held;
      requests += sent ? 0 : 1;
      return sent;
    } finally {
      lock.unlock();
    }
  }

  /** The service took a request, whatever became of it then. */
  public void accepted() {
    answered(1);
  }

  /** The service refused a request, because it has too much to do. */
  public void refused() {
    answered(0);
  }

  private void answered(int accepted) {
    lock.lock();
    try {
      fade();
      requests++;
      accepts += accepted;
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
    return Math.max(0, (requests - multiple * accepts) / (requests + probes));
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
