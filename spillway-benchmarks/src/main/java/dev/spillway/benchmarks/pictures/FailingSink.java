package dev.spillway.benchmarks.pictures;

import dev.spillway.Priority;
import dev.spillway.benchmarks.RatedSink;
import dev.spillway.benchmarks.pictures.Load.Phase;
import dev.spillway.delivery.ErrorCategory;
import dev.spillway.delivery.Sink;
import dev.spillway.delivery.SinkResult;
import dev.spillway.queue.BatchView;
import dev.spillway.time.TaskScheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A sink that works, fails some of its calls, hangs until its client's time is up, and works again.
 * Belongs to its scheduler's thread.
 */
final class FailingSink implements Sink {
  static final Duration TIMEOUT = Duration.ofSeconds(1);
  static final double FAILED_SHARE = 0.4;

  private static final Duration FAILS_AFTER = Duration.ofMillis(5);

  private final TaskScheduler scheduler;
  private final RatedSink healthy;
  private final SplittableRandom random;
  private final long startNanos;
  private final Load load;
  private final List<Call> calls = new ArrayList<>();
  private final Set<String> taken = new HashSet<>();

  /** A call and whether it succeeded. */
  record Call(double atSeconds, Priority priority, boolean success) {}

  /** What the sink does in the phases of a load, by their order. */
  enum Health {
    WORKS,
    FAILS,
    HANGS,
    HEALED
  }

  FailingSink(Load load, TaskScheduler scheduler, RatedSink healthy) {
    this.load = load;
    this.scheduler = scheduler;
    this.healthy = healthy;
    random = new SplittableRandom(VirtualRun.SEED);
    startNanos = scheduler.time().nanoTime();
  }

  @Override
  public CompletionStage<SinkResult> deliver(BatchView batch) {
    double nowSeconds = (scheduler.time().nanoTime() - startNanos) / 1e9;
    Health health = healthAt(nowSeconds);
    boolean fails = health == Health.FAILS && random.nextDouble() < FAILED_SHARE;
    boolean success = !fails && health != Health.HANGS;
    calls.add(new Call(nowSeconds, batch.priority(), success));
    if (success) {
      for (int index = 0; index < batch.size(); index++) {
        taken.add(batch.event(index).id());
      }
      return healthy.deliver(batch);
    }
    return fails
        ? later(ErrorCategory.SERVER_ERROR, FAILS_AFTER)
        : later(ErrorCategory.TIMEOUT, TIMEOUT);
  }

  private Health healthAt(double seconds) {
    Health now = Health.WORKS;
    for (Phase phase : load.phases()) {
      if (phase.fromSeconds() <= seconds) {
        now = Health.values()[load.phases().indexOf(phase)];
      }
    }
    return now;
  }

  private CompletionStage<SinkResult> later(ErrorCategory category, Duration delay) {
    CompletableFuture<SinkResult> answer = new CompletableFuture<>();
    SinkResult failed = new SinkResult.EndpointFailed(category, "planned", Duration.ZERO);
    scheduler.schedule(() -> answer.complete(failed), delay.toNanos());
    return answer;
  }

  /** All calls so far, in their order. */
  List<Call> calls() {
    return List.copyOf(calls);
  }

  /** How many different events it has taken. */
  int taken() {
    return taken.size();
  }

  @Override
  public void close() {}
}
