package dev.spillway.delivery;

import dev.spillway.internal.BackOff;
import dev.spillway.internal.LogText;
import dev.spillway.internal.Nanos;
import dev.spillway.time.TimeSource;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.SplittableRandom;

/** When a sink that failed may be called again. Belongs to the dispatcher's tasks. */
final class Endpoint {
  private static final Logger LOGGER = System.getLogger(Endpoint.class.getName());

  /** Short at first, because a single failed call is common and its lane waits for it. */
  private static final Duration FIRST_PAUSE = Duration.ofMillis(50);

  /** Long enough to spare an endpoint that is down, short enough to notice that it is back. */
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  /** An endpoint cannot hold the queue off for longer than this by asking for it. */
  private static final Duration LONGEST_ASKED_PAUSE = Duration.ofMinutes(1);

  private final String queue;
  private final TimeSource time;
  private final SplittableRandom random;
  private final BackOff pauses;
  private int failuresInARow;
  private long failedNanos;
  private long resumeNanos;

  Endpoint(String queue, TimeSource time) {
    this.queue = queue;
    this.time = time;
    random = new SplittableRandom(time.nanoTime());
    pauses = new BackOff(FIRST_PAUSE, 2, LONGEST_PAUSE, random);
  }

  /** A back-off whose jitter comes from this endpoint's source of chance. */
  BackOff backOff(Duration first, double factor) {
    return new BackOff(first, factor, Duration.ofHours(1), random.split());
  }

  /** How long no call should start; 0 when one may. */
  long pauseNanos() {
    return failuresInARow == 0 ? 0 : Math.max(0, resumeNanos - time.nanoTime());
  }

  /** Hears the answer to a call that began at {@code startedNanos}. */
  void answered(SinkResult result, long startedNanos) {
    if (result instanceof SinkResult.EndpointFailed failed) {
      failed(failed, startedNanos);
      return;
    }
    if (failuresInARow > 0 && startedNanos - failedNanos <= 0) {
      return; // it began before the failure and says nothing about what came after
    }
    if (failuresInARow > 0) {
      LOGGER.log(Level.INFO, "event=sink-recovered queue=" + queue + " failures=" + failuresInARow);
    }
    failuresInARow = 0;
  }

  /** Calls that were under way together and failed together are one failure in the row. */
  private void failed(SinkResult.EndpointFailed result, long startedNanos) {
    long leftNanos = pauseNanos();
    if (failuresInARow == 0 || startedNanos - failedNanos > 0) {
      failuresInARow++;
    }
    failedNanos = time.nanoTime();
    long asked = Math.min(Nanos.of(result.retryAfter()), LONGEST_ASKED_PAUSE.toNanos());
    long ownNanos = pauses.delayNanos(failuresInARow);
    resumeNanos = failedNanos + Math.max(leftNanos, Math.max(asked, ownNanos));
    if (failuresInARow == 1) {
      LOGGER.log(
          Level.WARNING,
          "event=sink-failed queue="
              + queue
              + " category="
              + result.category().token()
              + " reason="
              + LogText.quoted(result.reason()));
    }
  }
}
