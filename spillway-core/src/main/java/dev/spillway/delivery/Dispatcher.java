package dev.spillway.delivery;

import static java.util.Objects.requireNonNull;

import dev.spillway.Priority;
import dev.spillway.circuit.CallOutcome;
import dev.spillway.circuit.CircuitBreaker;
import dev.spillway.internal.BackOff;
import dev.spillway.internal.Nanos;
import dev.spillway.queue.Batch;
import dev.spillway.queue.BatchView;
import dev.spillway.queue.EventQueue;
import dev.spillway.queue.LaneFigures;
import dev.spillway.time.TaskScheduler;
import dev.spillway.time.TimeSource;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Takes batches from a queue in strict order of priority and gets them to a sink. Thread-safe.
 *
 * <p>After a failure of the endpoint no call starts for the time of a back-off, and none while the
 * circuit is open; the calls that a half-open circuit allows go to the highest batches. What became
 * too late meanwhile is dropped. An event that the sink refuses comes back after a while, and
 * becomes a dead letter when its tries are spent; the events around it go on. Until a second after
 * the first answer, batches may be smaller than configured.
 */
public final class Dispatcher {
  private static final Logger LOGGER = System.getLogger(Dispatcher.class.getName());
  private static final Priority[] LANES = Priority.values();

  private final EventQueue queue;
  private final Sink sink;
  private final TaskScheduler scheduler;
  private final TimeSource time;
  private volatile BatchBounds bounds;
  private final int slots;
  private final CircuitBreaker circuit;
  private final Endpoint endpoint;
  private final SlowStart slowStart;
  private final ResultSettlement settlement;
  private final DeliveryCounts counts;
  private final AtomicBoolean pumpPending = new AtomicBoolean();
  private final CompletableFuture<Void> stopped = new CompletableFuture<>();

  /** The fields below belong to the scheduler's tasks. */
  private final @Nullable Attempt[] waiting = new @Nullable Attempt[LANES.length];

  private final Set<Attempt> inFlight = new HashSet<>();
  private TaskScheduler.@Nullable ScheduledTask alarm;
  private @Nullable Drain drain;
  private boolean ended;

  Dispatcher(DispatcherBuilder builder) {
    queue = builder.queue;
    sink = builder.sink;
    scheduler = builder.scheduler;
    bounds = new BatchBounds(builder.batchEvents, builder.batchBytes);
    slots = builder.slots;
    time = scheduler.time();
    circuit =
        builder.circuit == null
            ? CircuitBreaker.builder(queue.name(), time).build()
            : builder.circuit;
    endpoint = new Endpoint(queue.name(), time);
    slowStart = new SlowStart(time);
    BackOff retries = endpoint.backOff(builder.retryDelay, builder.retryFactor);
    settlement = new ResultSettlement(queue.name(), time, builder.tries, retries);
    counts = new DeliveryCounts(time, Nanos.of(builder.reportingInterval));
  }

  /**
   * A dispatcher that runs on {@code scheduler} and closes it, and the sink, when it is stopped.
   */
  public static DispatcherBuilder builder(EventQueue queue, Sink sink, TaskScheduler scheduler) {
    return new DispatcherBuilder(queue, sink, scheduler);
  }

  /**
   * Makes batches of at most {@code events} events and {@code bytes} payload bytes from now on.
   *
   * @throws IllegalArgumentException if one of them is below 1
   */
  public void batches(int events, int bytes) {
    bounds =
        new BatchBounds(
            DispatcherBuilder.atLeast("batchEvents", events, 1),
            DispatcherBuilder.atLeast("batchBytes", bytes, 1));
  }

  /** Begins to deliver. */
  public void start() {
    queue.onAvailable(this::poke);
    circuit.onMove(move -> poke());
    poke();
  }

  /** What was done so far. */
  public DeliveryFigures figures() {
    return counts.figures(circuit.figures());
  }

  /** What keeps calls from the sink while it fails, for its figures and to be moved by hand. */
  public CircuitBreaker circuit() {
    return circuit;
  }

  /**
   * Delivers until the queue is empty or {@code limit} has passed, then gives back what is out,
   * closes the sink, and completes. It does not wait for what cannot come: nothing is in delivery,
   * and circuit, back-off or retries let nothing start in the time that is left. Callers stop the
   * queue from accepting first. A second call may shorten the time.
   */
  public CompletionStage<Void> stop(Duration limit) {
    scheduler.execute(
        () -> {
          drain = new Drain(time.nanoTime(), Nanos.of(limit));
          scheduler.schedule(this::end, Nanos.of(limit));
          pump();
        });
    return stopped;
  }

  private void poke() {
    if (pumpPending.compareAndSet(false, true)) {
      scheduler.execute(this::pump);
    }
  }

  /** Starts whatever may start now. */
  private void pump() {
    pumpPending.set(false);
    if (ended) {
      return;
    }
    long polledNanos = queue.time().nanoTime();
    long pauseNanos = endpoint.pauseNanos();
    if (pauseNanos == 0) {
      pauseNanos = startAll();
    }
    long retryNanos = queue.untilNextRetryNanos(polledNanos);
    setAlarm(pauseNanos > 0 ? pauseNanos : Math.min(retryNanos, slowStart.restNanos()));
    Drain now = drain;
    if (now != null && inFlight.isEmpty() && isOver(now, pauseNanos, retryNanos)) {
      end();
    }
  }

  /** Whether nothing is left that a stop could deliver in its time. */
  private boolean isOver(Drain now, long pauseNanos, long retryNanos) {
    long held = queue.held();
    if (held == 0) {
      return true;
    }
    long leftNanos = now.leftNanos(time.nanoTime());
    boolean paused = pauseNanos > leftNanos;
    boolean shelved =
        retryNanos != Long.MAX_VALUE && retryNanos > leftNanos && held == retryingEvents();
    if (paused || shelved) {
      LOGGER.log(
          Level.INFO,
          "event=drain-cut-short queue="
              + queue.name()
              + " held="
              + held
              + " reason="
              + (paused ? "sink-may-not-be-called" : "retries-are-due-later"));
    }
    return paused || shelved;
  }

  private long retryingEvents() {
    return queue.figures().lanes().values().stream().mapToLong(LaneFigures::retrying).sum();
  }

  /**
   * Starts batches, the most important first, while the circuit has permits. Returns how long it
   * will have none; 0 if no permit was missing.
   */
  private long startAll() {
    while (circuit.permitsNow() > 0) {
      Attempt next = next();
      if (next == null) {
        return 0;
      }
      if (next.expire()) {
        start(next);
      }
    }
    return Math.max(1, circuit.untilPermitNanos());
  }

  private void setAlarm(long delayNanos) {
    if (alarm != null) {
      alarm.cancel();
      alarm = null;
    }
    if (delayNanos != Long.MAX_VALUE) {
      alarm = scheduler.schedule(this::poke, delayNanos);
    }
  }

  /** The most important batch that may start now, or null. */
  private @Nullable Attempt next() {
    Priority lowest = lowestAllowed();
    if (lowest == null) {
      return null;
    }
    Attempt held = highestWaiting();
    if (held == null || held.priority() != Priority.CRITICAL) {
      Priority above = held == null ? lowest : higher(lowest, LANES[held.priority().ordinal() - 1]);
      BatchBounds now = bounds;
      Batch fresh = queue.poll(above, slowStart.events(now.events()), now.bytes());
      if (fresh != null) {
        return new Attempt(fresh);
      }
    }
    if (held == null
        || !held.priority().isAtLeast(lowest)
        || queue.isWaitingAbove(held.priority())) {
      return null;
    }
    waiting[held.priority().ordinal()] = null;
    return held;
  }

  private static Priority higher(Priority one, Priority other) {
    return one.isAtLeast(other) ? one : other;
  }

  /** One slot takes critical batches only, and while a slow start rests, all do. */
  private @Nullable Priority lowestAllowed() {
    if (inFlight.size() >= slots) {
      return null;
    }
    long lesser =
        inFlight.stream().filter(attempt -> attempt.priority() != Priority.CRITICAL).count();
    return lesser < slots - 1 && !slowStart.rests() ? Priority.BULK : Priority.CRITICAL;
  }

  private @Nullable Attempt highestWaiting() {
    for (Attempt attempt : waiting) {
      if (attempt != null) {
        return attempt;
      }
    }
    return null;
  }

  private void start(Attempt attempt) {
    long permit = circuit.tryAcquire();
    if (permit == CircuitBreaker.REFUSED) {
      hold(attempt); // somebody opened the circuit a moment ago
      return;
    }
    inFlight.add(attempt);
    counts.inFlight(inFlight.size());
    try {
      BatchView view = attempt.start(permit, time.nanoTime());
      requireNonNull(sink.deliver(view), "sink gave no stage")
          .whenComplete(
              (result, error) ->
                  scheduler.execute(
                      () -> answered(attempt, result == null ? failureOf(error) : result)));
    } catch (Throwable e) { // whatever it is, also a checked one, the batch must not stay out
      scheduler.execute(() -> answered(attempt, failureOf(e)));
    }
  }

  private static SinkResult failureOf(@Nullable Throwable error) {
    String reason;
    try {
      reason = error == null ? "sink gave no result" : error.toString();
    } catch (RuntimeException e) {
      reason = "sink failed with a " + requireNonNull(error).getClass().getName();
    }
    return new SinkResult.EndpointFailed(reason, Duration.ZERO);
  }

  private void answered(Attempt attempt, SinkResult told) {
    if (ended || !inFlight.remove(attempt)) {
      return; // given back when the time to drain was over
    }
    counts.inFlight(inFlight.size());
    SinkResult result = ResultSettlement.checked(told, attempt.view());
    counts.answered(result, time.nanoTime() - attempt.startedNanos());
    endpoint.answered(result, attempt.startedNanos());
    circuit.record(attempt.permit(), outcomeOf(result));
    if (!(result instanceof SinkResult.EndpointFailed)) {
      slowStart.answered(attempt, bounds.events());
    }
    boolean done = settlement.settle(attempt, result);
    if (!done) {
      hold(attempt);
    }
    pump();
  }

  /** A sink that refuses what it is given works, and one that is busy does too. */
  private static CallOutcome outcomeOf(SinkResult result) {
    if (result instanceof SinkResult.EndpointFailed failed) {
      return failed.category() == ErrorCategory.OVERLOAD
          ? CallOutcome.REFUSED_FOR_LOAD
          : CallOutcome.FAILURE;
    }
    return CallOutcome.SUCCESS;
  }

  private void hold(Attempt attempt) {
    attempt.holdBack();
    waiting[attempt.priority().ordinal()] = attempt;
  }

  private void end() {
    if (ended) {
      return;
    }
    ended = true;
    setAlarm(Long.MAX_VALUE);
    for (Attempt attempt : waiting) {
      if (attempt != null) {
        attempt.batch().release();
      }
    }
    inFlight.forEach(attempt -> attempt.batch().release());
    try {
      sink.close();
    } catch (RuntimeException | Error e) { // all that it answered is settled
      LOGGER.log(Level.WARNING, "event=sink-close-failed queue=" + queue.name(), e);
    } finally {
      scheduler.close();
      stopped.complete(null);
    }
  }

  private record BatchBounds(int events, int bytes) {}

  /** How long a stop goes on delivering. */
  private record Drain(long startNanos, long limitNanos) {
    long leftNanos(long nowNanos) {
      return limitNanos - (nowNanos - startNanos);
    }
  }
}
