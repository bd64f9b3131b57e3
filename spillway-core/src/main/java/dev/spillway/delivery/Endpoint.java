package dev.spillway.delivery;

import dev.spillway.internal.BackOff;
import dev.spillway.internal.Nanos;
import dev.spillway.time.TimeSource;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * What a dispatcher knows of its sink: whether it works, and when to try again if not. Its state
 * belongs to the dispatcher's tasks; the figures may be read from anywhere.
 */
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
  private long resumeNanos;
  private volatile Figures figures = new Figures(0, 0, 0, 0, null);

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

  /** Whether its last call failed, so that it gets one call at a time. */
  boolean isOnProbation() {
    return failuresInARow > 0;
  }

  /** How long no call should start; 0 when one may. */
  long pauseNanos() {
    return failuresInARow == 0 ? 0 : Math.max(0, resumeNanos - time.nanoTime());
  }

  void inFlight(int calls) {
    figures = figures.withInFlight(calls);
  }

  void answered(SinkResult result) {
    if (result instanceof SinkResult.EndpointFailed failed) {
      failed(failed);
      return;
    }
    if (failuresInARow > 0) {
      LOGGER.log(Level.INFO, "event=sink-recovered queue=" + queue + " failures=" + failuresInARow);
    }
    failuresInARow = 0;
    figures = figures.afterAnswer(result instanceof SinkResult.BatchRefused);
  }

  private void failed(SinkResult.EndpointFailed result) {
    failuresInARow++;
    long asked = Math.min(Nanos.of(result.retryAfter()), LONGEST_ASKED_PAUSE.toNanos());
    resumeNanos = time.nanoTime() + Math.max(asked, pauses.delayNanos(failuresInARow));
    figures = figures.afterFailure(result.reason());
    if (failuresInARow == 1) {
      LOGGER.log(
          Level.WARNING,
          "event=sink-failed queue=" + queue + " reason=\"" + result.reason() + "\"");
    }
  }

  DeliveryFigures figures() {
    return figures;
  }

  private record Figures(
      long deliveries,
      long endpointFailures,
      long batchRefusals,
      int inFlight,
      @Nullable String trouble)
      implements DeliveryFigures {
    Figures withInFlight(int calls) {
      return new Figures(deliveries, endpointFailures, batchRefusals, calls, trouble);
    }

    Figures afterAnswer(boolean refused) {
      return new Figures(
          deliveries + (refused ? 0 : 1),
          endpointFailures,
          batchRefusals + (refused ? 1 : 0),
          inFlight,
          null);
    }

    Figures afterFailure(String reason) {
      return new Figures(deliveries, endpointFailures + 1, batchRefusals, inFlight, reason);
    }
  }
}
