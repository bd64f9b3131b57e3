package dev.spillway.delivery;

import dev.spillway.Priority;
import dev.spillway.delivery.Attempt.Range;
import dev.spillway.delivery.SinkResult.EventRefusal;
import dev.spillway.internal.BackOff;
import dev.spillway.internal.Nanos;
import dev.spillway.queue.Batch;
import dev.spillway.queue.EventQueue;
import dev.spillway.time.TaskScheduler;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Takes batches from a queue in strict order of priority and gets them to a sink. Thread-safe.
 *
 * <p>While the endpoint fails, no call starts but one for each end of its back-off, the highest
 * batch first. An event that the sink refuses comes back after a while, and becomes a dead letter
 * when its tries are spent; the events around it go on.
 */
public final class Dispatcher {
  private static final Logger LOGGER = System.getLogger(Dispatcher.class.getName());
  private static final Priority[] LANES = Priority.values();
  private static final long TELL_EVERY_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final EventQueue queue;
  private final Sink sink;
  private final TaskScheduler scheduler;
  private final int batchEvents;
  private final int batchBytes;
  private final int slots;
  private final int maxTries;
  private final BackOff retryBackOff;
  private final Endpoint endpoint;
  private final AtomicBoolean pumpPending = new AtomicBoolean();
  private final CompletableFuture<Void> stopped = new CompletableFuture<>();

  /** The fields below belong to the scheduler's tasks. */
  private final @Nullable Attempt[] waiting = new @Nullable Attempt[LANES.length];

  private final Set<Attempt> inFlight = new HashSet<>();
  private TaskScheduler.@Nullable ScheduledTask alarm;
  private long untoldDeadLetters;
  private long toldOfDeadLettersNanos;
  private boolean draining;
  private boolean ended;

  Dispatcher(DispatcherBuilder builder) {
    queue = builder.queue;
    sink = builder.sink;
    scheduler = builder.scheduler;
    batchEvents = builder.batchEvents;
    batchBytes = builder.batchBytes;
    slots = builder.slots;
    maxTries = builder.tries;
    endpoint = new Endpoint(queue.name(), scheduler.time());
    retryBackOff = endpoint.backOff(builder.retryDelay, builder.retryFactor);
    toldOfDeadLettersNanos = scheduler.time().nanoTime() - TELL_EVERY_NANOS;
  }

  /**
   * A dispatcher that runs on {@code scheduler} and closes it, and the sink, when it is stopped.
   */
  public static DispatcherBuilder builder(EventQueue queue, Sink sink, TaskScheduler scheduler) {
    return new DispatcherBuilder(queue, sink, scheduler);
  }

  /** Begins to deliver. */
  public void start() {
    queue.onAvailable(this::poke);
    poke();
  }

  /** What was done so far. */
  public DeliveryFigures figures() {
    return endpoint.figures();
  }

  /**
   * Delivers until the queue is empty or {@code drain} has passed, then gives back what is out,
   * closes the sink, and completes. Callers stop the queue from accepting first.
   */
  public CompletionStage<Void> stop(Duration drain) {
    scheduler.execute(
        () -> {
          draining = true;
          scheduler.schedule(this::end, Nanos.of(drain));
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
      for (Attempt next = next(); next != null; next = next()) {
        start(next);
      }
    }
    setAlarm(pauseNanos > 0 ? pauseNanos : queue.untilNextRetryNanos(polledNanos));
    if (draining && inFlight.isEmpty() && queue.held() == 0) {
      end();
    }
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
      Batch fresh = queue.poll(above, batchEvents, batchBytes);
      if (fresh != null) {
        return new Attempt(fresh);
      }
    }
    if (held == null || !held.priority().isAtLeast(lowest)) {
      return null;
    }
    waiting[held.priority().ordinal()] = null;
    return held;
  }

  private static Priority higher(Priority one, Priority other) {
    return one.isAtLeast(other) ? one : other;
  }

  /** One slot takes critical batches only; an endpoint on probation gets one call at a time. */
  private @Nullable Priority lowestAllowed() {
    if (inFlight.size() >= slots || (endpoint.isOnProbation() && !inFlight.isEmpty())) {
      return null;
    }
    long lesser =
        inFlight.stream().filter(attempt -> attempt.priority() != Priority.CRITICAL).count();
    return lesser < slots - 1 ? Priority.BULK : Priority.CRITICAL;
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
    inFlight.add(attempt);
    endpoint.inFlight(inFlight.size());
    CompletionStage<SinkResult> answer;
    try {
      answer = Objects.requireNonNull(sink.deliver(attempt.start()), "sink gave no stage");
    } catch (RuntimeException | Error e) { // whatever it is, the batch must not stay out
      answer = CompletableFuture.failedFuture(e);
    }
    answer.whenComplete(
        (result, error) ->
            scheduler.execute(() -> answered(attempt, result == null ? failureOf(error) : result)));
  }

  private static SinkResult failureOf(@Nullable Throwable error) {
    String reason = error == null ? "sink gave no result" : error.toString();
    return new SinkResult.EndpointFailed(reason, Duration.ZERO);
  }

  private void answered(Attempt attempt, SinkResult result) {
    if (ended || !inFlight.remove(attempt)) {
      return; // given back when the time to drain was over
    }
    endpoint.inFlight(inFlight.size());
    endpoint.answered(result);
    boolean done = settle(attempt, result);
    if (!done) {
      waiting[attempt.priority().ordinal()] = attempt;
    }
    pump();
  }

  /** Settles what {@code result} decides; returns whether the whole batch is settled. */
  private boolean settle(Attempt attempt, SinkResult result) {
    Batch batch = attempt.batch();
    Range range = attempt.current();
    if (result instanceof SinkResult.EndpointFailed) {
      return false;
    }
    if (result instanceof SinkResult.BatchRefused refused) {
      if (range.size() > 1) {
        attempt.split();
        return false;
      }
      spendTry(batch, range.from(), refused.reason());
    } else if (result instanceof SinkResult.EventsRefused refused) {
      settleEach(batch, range, refused);
    } else if (range.size() == batch.size()) {
      batch.delivered();
    } else {
      for (int index = range.from(); index < range.to(); index++) {
        batch.delivered(index);
      }
    }
    return attempt.rangeSettled();
  }

  private void settleEach(Batch batch, Range range, SinkResult.EventsRefused result) {
    Map<Integer, String> reasons = new HashMap<>();
    for (EventRefusal refusal : result.refusals()) {
      reasons.put(range.from() + refusal.index(), refusal.reason());
    }
    for (int index = range.from(); index < range.to(); index++) {
      String reason = reasons.get(index);
      if (reason == null) {
        batch.delivered(index);
      } else {
        spendTry(batch, index, reason);
      }
    }
  }

  private void spendTry(Batch batch, int index, String reason) {
    int tries = batch.tries(index) + 1;
    if (tries < maxTries) {
      batch.retry(index, Duration.ofNanos(retryBackOff.delayNanos(tries)), reason);
    } else {
      tellOfDeadLetter(reason);
      batch.deadLetter(index, reason);
    }
  }

  /** A line for the first, and then at most one every ten seconds for all since. */
  private void tellOfDeadLetter(String reason) {
    untoldDeadLetters++;
    long nowNanos = scheduler.time().nanoTime();
    if (nowNanos - toldOfDeadLettersNanos >= TELL_EVERY_NANOS) {
      LOGGER.log(
          Level.WARNING,
          "event=dead-letters queue={0} new={1} lastReason=\"{2}\"",
          queue.name(),
          Long.toString(untoldDeadLetters),
          reason);
      toldOfDeadLettersNanos = nowNanos;
      untoldDeadLetters = 0;
    }
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
}
