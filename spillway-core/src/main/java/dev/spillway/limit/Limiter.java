package dev.spillway.limit;

import dev.spillway.Explanation;
import dev.spillway.Mode;
import dev.spillway.Priority;
import dev.spillway.Reason;
import dev.spillway.Refused;
import dev.spillway.time.TaskScheduler;
import dev.spillway.time.TaskScheduler.ScheduledTask;
import dev.spillway.time.TimeSource;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import org.jspecify.annotations.Nullable;

/**
 * Lets as many requests work at once as there are slots, the most important first, and none that
 * would be done too late. Thread-safe.
 *
 * <pre>{@code
 * Limiter limiter = Limiter.builder("checkout").slots(64).deadline(Duration.ofMillis(250)).build();
 *
 * try (Permit permit = limiter.acquire(Request.of(Priority.HIGH))) {
 *   chargeCard(order);
 *   permit.succeeded();
 * }
 * }</pre>
 *
 * <p>A request gets a permit at once, or a place in a bounded queue, or a refusal. It is refused at
 * the door when what is ahead of it would leave too little of its time; while it waits, when
 * something pushes it out; and when its turn comes too late. When all slots are taken and requests
 * wait, the highest class goes first; within it the tenant that had least slot time, and of its
 * requests the one whose user has the lower cohort, then the oldest.
 *
 * <p>Every permit must be completed, once; what is not completed within the longest hold is taken
 * back. Refusing, and taking an idle slot, need no lock.
 */
public final class Limiter implements AutoCloseable {
  /** No permit, in the form of a ticket. */
  public static final long REFUSED = SlotTable.NONE;

  private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final String name;
  private final TimeSource time;
  private final Order order;
  private final Gate gate;
  private final LimiterCounts counts = new LimiterCounts();
  private final Partition all;
  private final Map<String, Partition> partitions = new HashMap<>();
  private final long[] timesNanos = new long[Priority.values().length];
  private final Ticker ticker;

  Limiter(LimiterBuilder builder) {
    name = builder.name;
    order = builder.order;
    time = builder.scheduler().time();
    Shares shares = builder.shares();
    gate = new Gate(builder, shares, counts);
    all = shares.partitions().get(0);
    for (Partition partition : shares.partitions()) {
      partitions.put(partition.name(), partition);
    }
    builder.timesNanos.forEach((priority, nanos) -> timesNanos[priority.ordinal()] = nanos);
    ticker = new Ticker(new WeakReference<>(gate), builder.scheduler());
    ticker.next();
  }

  /** Settings of a limiter whose {@code name} stands in what it logs. */
  public static LimiterBuilder builder(String name) {
    return new LimiterBuilder(name);
  }

  public String name() {
    return name;
  }

  /** The time that it goes by. */
  public TimeSource time() {
    return time;
  }

  /**
   * Waits for a permit, as long as the request can still be done in time.
   *
   * @throws OverloadException if it is refused
   * @throws InterruptedException if the thread is interrupted while it waits
   */
  public Permit acquire(Request request) throws OverloadException, InterruptedException {
    Partition partition = partitionOf(request);
    long ticket = gate.tryTake(partition);
    OverloadException refusal = ticket == REFUSED ? refusedBefore(request, partition) : null;
    if (ticket == REFUSED && refusal == null) {
      Waiter waiter = waitFor(request);
      ticket = waiter.ticket;
      refusal = waiter.refusal;
    }
    if (refusal != null) {
      counts.refused(request.priority(), refusal);
      throw refusal;
    }
    counts.admitted(request.priority());
    return new Permit(gate, ticket);
  }

  private Waiter waitFor(Request request) throws InterruptedException {
    Waiter waiter = waiter(request, null, gate.newCondition());
    try {
      gate.enterAndWait(waiter);
    } catch (InterruptedException e) {
      giveUp(waiter);
      throw e;
    }
    return waiter;
  }

  /** Leaves the queue or, if the answer came at the same moment, does not use it. */
  private void giveUp(Waiter waiter) {
    if (!gate.abandon(waiter)) {
      counts.abandoned(waiter.request.priority());
      gate.complete(waiter.ticket, Outcome.IGNORED);
    }
  }

  /**
   * Tells {@code callback} when the work may begin, or that it must not.
   *
   * @return the way out, for who may lose interest while it waits
   */
  public Acquisition acquire(Request request, AcquireCallback callback) {
    Partition partition = partitionOf(request);
    long ticket = gate.tryTake(partition);
    if (ticket != REFUSED) {
      gate.teller().tellAdmitted(callback, request, ticket);
      return Acquisition.DECIDED;
    }
    OverloadException refusal = refusedBefore(request, partition);
    if (refusal != null) {
      gate.teller().tellRefused(callback, request, refusal);
      return Acquisition.DECIDED;
    }
    return gate.enter(waiter(request, callback, null));
  }

  /** A permit if a slot is idle and nobody who could have it waits; null otherwise. Never waits. */
  public @Nullable Permit tryAcquire(Request request) {
    long ticket = tryAcquireTicket(request);
    return ticket == REFUSED ? null : new Permit(gate, ticket);
  }

  /**
   * The same without an object: a ticket, to be handed to {@link #complete}, or {@link #REFUSED}.
   */
  public long tryAcquireTicket(Request request) {
    Partition partition = partitionOf(request);
    long ticket = gate.tryTake(partition);
    if (ticket == REFUSED) {
      ticket = gate.tryTakeLocked(partition);
    }
    if (ticket == REFUSED && gate.mode() != Mode.ENFORCE) {
      counts.wouldHaveRefused(request.priority());
      ticket = gate.takeBeyondLimit(partition);
    }
    if (ticket == REFUSED) {
      counts.refused(request.priority(), Reason.NO_PERMIT);
    } else {
      counts.admitted(request.priority());
    }
    return ticket;
  }

  /**
   * Gives the slot of a ticket back.
   *
   * @return false if it had been given back, or was reclaimed because it was held for too long; in
   *     modes that let everything through, what goes beyond the slots is not told apart, and true
   */
  public boolean complete(long ticket, Outcome outcome) {
    return gate.complete(ticket, outcome);
  }

  /**
   * Refuses a request whose time was over before anybody could ask, and counts it. Takes no lock.
   *
   * @return what to tell its caller; null unless the mode is ENFORCE: then it is to be asked for
   *     like any other, with hardly any time, and counts as one that would have been refused if no
   *     slot is idle
   */
  public @Nullable Refused refuseLate(Request request) {
    if (gate.mode() != Mode.ENFORCE) {
      return null;
    }
    counts.refused(request.priority(), Reason.DEADLINE_PASSED);
    return Refusals.of(Reason.DEADLINE_PASSED, 0).decision();
  }

  private Partition partitionOf(Request request) {
    String dependency = request.dependency();
    return dependency == null ? all : partitions.getOrDefault(dependency, all);
  }

  private long timeNanos(Request request) {
    return request.timeNanos() > 0 ? request.timeNanos() : timesNanos[request.priority().ordinal()];
  }

  private @Nullable OverloadException refusedBefore(Request request, Partition partition) {
    return gate.refusedBefore(request, partition, timeNanos(request));
  }

  private Waiter waiter(
      Request request, @Nullable AcquireCallback callback, @Nullable Condition condition) {
    long nowNanos = time.nanoTime();
    Waiter.Term term = new Waiter.Term(nowNanos, nowNanos + timeNanos(request));
    Waiter waiter = new Waiter(request, partitionOf(request), term, callback, condition);
    String user = request.user();
    if (user != null && order.hasClasses()) {
      waiter.cohort = Cohorts.of(user, time.epochMillis());
    }
    return waiter;
  }

  /** How long callers wait for a result of this class where their request does not say. */
  public Duration deadline(Priority priority) {
    return Duration.ofNanos(timesNanos[priority.ordinal()]);
  }

  /** How far it goes. */
  public Mode mode() {
    return gate.mode();
  }

  /** Changes how far it goes. No permit is lost, and none is given twice. */
  public void mode(Mode mode) {
    gate.mode(mode);
  }

  /**
   * Changes how many requests may be worked on at once. What is in flight beyond fewer slots goes
   * on, and nothing begins until so many are done.
   *
   * @throws IllegalArgumentException if it is below 1, or above what it was built with plus 1,024
   */
  public void slots(int slots) {
    gate.resize(slots);
  }

  /** How it stands, and what it has done. */
  public LimiterFigures figures() {
    return gate.figures();
  }

  /** What a request like this would meet now; takes nothing and changes nothing. */
  public Explanation explain(Request request) {
    return gate.explain(waiter(request, null, null));
  }

  /**
   * Refuses who waits and, from now on, everybody, unless the mode lets all through. Permits that
   * were given stay good.
   */
  @Override
  public void close() {
    ticker.stop();
    gate.close();
  }

  /** Tidies again and again, as long as the gate is in use. */
  private static final class Ticker {
    private final WeakReference<Gate> gate;
    private final TaskScheduler scheduler;
    private volatile boolean stopped;
    private volatile @Nullable ScheduledTask next;

    Ticker(WeakReference<Gate> gate, TaskScheduler scheduler) {
      this.gate = gate;
      this.scheduler = scheduler;
    }

    void next() {
      next = scheduler.schedule(this::tick, TICK_NANOS);
    }

    private void tick() {
      Gate used = gate.get();
      if (used != null && !stopped) {
        try {
          used.tick(scheduler.time().nanoTime());
        } finally {
          next();
        }
      }
    }

    void stop() {
      stopped = true;
      ScheduledTask task = next;
      if (task != null) {
        task.cancel();
      }
    }
  }
}
