package dev.spillway.delivery;

import dev.spillway.delivery.SinkResult.EventRefusal;
import dev.spillway.internal.BackOff;
import dev.spillway.internal.LogText;
import dev.spillway.queue.Batch;
import dev.spillway.queue.BatchView;
import dev.spillway.time.TimeSource;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Settles what a sink's answer decides: delivered, another try later, or a dead letter after the
 * last try. Belongs to the dispatcher's tasks.
 */
final class ResultSettlement {
  private static final Logger LOGGER = System.getLogger(Dispatcher.class.getName());
  private static final long TELL_EVERY_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final String queue;
  private final TimeSource time;
  private final int maxTries;
  private final BackOff retryBackOff;
  private long untoldDeadLetters;
  private long toldOfDeadLettersNanos;

  ResultSettlement(String queue, TimeSource time, int maxTries, BackOff retryBackOff) {
    this.queue = queue;
    this.time = time;
    this.maxTries = maxTries;
    this.retryBackOff = retryBackOff;
    toldOfDeadLettersNanos = time.nanoTime() - TELL_EVERY_NANOS;
  }

  /** The result, or a failure of the endpoint when it speaks of events that it was not given. */
  static SinkResult checked(SinkResult result, BatchView view) {
    if (result instanceof SinkResult.EventsRefused refused) {
      for (EventRefusal refusal : refused.refusals()) {
        if (refusal.index() < 0 || refusal.index() >= view.size()) {
          return new SinkResult.EndpointFailed(
              "the sink refused an event that it was not given: index="
                  + refusal.index()
                  + " events="
                  + view.size(),
              Duration.ZERO);
        }
      }
    }
    return result;
  }

  /** Settles what {@code result} decides; returns whether the whole batch is settled. */
  boolean settle(Attempt attempt, SinkResult result) {
    Batch batch = attempt.batch();
    BatchView view = attempt.view();
    if (result instanceof SinkResult.EndpointFailed) {
      return false;
    }
    if (result instanceof SinkResult.BatchRefused refused) {
      if (view.size() > 1) {
        attempt.split();
        return false;
      }
      spendTry(batch, view.place(0), refused.reason());
    } else if (result instanceof SinkResult.EventsRefused refused) {
      settleEach(batch, view, refused);
    } else if (view.size() == batch.size()) {
      batch.delivered();
    } else {
      for (int index = 0; index < view.size(); index++) {
        batch.delivered(view.place(index));
      }
    }
    return attempt.rangeSettled();
  }

  private void settleEach(Batch batch, BatchView view, SinkResult.EventsRefused result) {
    Map<Integer, String> reasons = new HashMap<>();
    for (EventRefusal refusal : result.refusals()) {
      reasons.put(refusal.index(), refusal.reason());
    }
    for (int index = 0; index < view.size(); index++) {
      String reason = reasons.get(index);
      if (reason == null) {
        batch.delivered(view.place(index));
      } else {
        spendTry(batch, view.place(index), reason);
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
    long nowNanos = time.nanoTime();
    if (nowNanos - toldOfDeadLettersNanos >= TELL_EVERY_NANOS) {
      LOGGER.log(
          Level.WARNING,
          "event=dead-letters queue={0} new={1} lastReason={2}",
          queue,
          Long.toString(untoldDeadLetters),
          LogText.quoted(reason));
      toldOfDeadLettersNanos = nowNanos;
      untoldDeadLetters = 0;
    }
  }
}
