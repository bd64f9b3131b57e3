package dev.spillway.limit;

import dev.spillway.Admitted;
import dev.spillway.Decision;
import dev.spillway.Explanation;
import dev.spillway.Explanation.Finding;
import dev.spillway.Explanation.Guard;
import dev.spillway.Explanation.Measure;
import dev.spillway.Mode;
import dev.spillway.Reason;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a request would meet now. The caller holds the limiter's lock. */
record LimitExplainer(Waiter waiter, Mode mode, int mostWaiting) {
  private static final double NANOS_PER_MILLI = 1e6;

  Explanation explain(long nowNanos, Holdings holdings) {
    Partition partition = waiter.partition;
    boolean idle = holdings.canStart(partition) && partition.queue().waiting() == 0;
    Finding wait = waitFor(partition, nowNanos, idle);
    return Explanation.of(
        List.of(dependency(partition), slots(partition, idle), room(holdings), wait));
  }

  private Finding dependency(Partition partition) {
    boolean hangs = partition.capacity().isSuspect();
    return Finding.of(
        new Guard("dependency", mode),
        hangs ? Refusals.of(Reason.CIRCUIT_OPEN, 0).decision() : Admitted.ADMITTED,
        new Measure("hangs", hangs ? 1 : 0, 1),
        hangs ? "what it needs hangs; a probe now and then shows when it is over" : null);
  }

  private Finding slots(Partition partition, boolean idle) {
    return Finding.of(
        new Guard("slots", mode),
        Admitted.ADMITTED,
        new Measure("in-flight", partition.capacity().taken(), partition.capacity().slots()),
        idle ? "a slot is idle: it may begin at once" : "no slot is idle for it: it has to wait");
  }

  private Finding room(Holdings holdings) {
    int waiting = holdings.waitingCount();
    boolean full = waiting >= mostWaiting && holdings.leastNeeded(waiter.rank) == null;
    return Finding.of(
        new Guard("room", mode),
        full ? Refusals.of(Reason.QUEUE_FULL, 0).decision() : Admitted.ADMITTED,
        new Measure("waiting", waiting, mostWaiting),
        full ? "as many wait as may, and nothing lower could give its place" : null);
  }

  private Finding waitFor(Partition partition, long nowNanos, boolean idle) {
    Guard guard = new Guard("wait", mode);
    if (idle) {
      return Finding.of(guard, Admitted.ADMITTED, new Measure("milliseconds", 0, 0), null);
    }
    Assessment found = partition.foresee(waiter, nowNanos);
    Reason reason = found.reason();
    Decision decision =
        reason == null ? Admitted.ADMITTED : Refusals.of(reason, found.excessNanos()).decision();
    Measure measure =
        new Measure(
            "milliseconds",
            found.waitNanos() / NANOS_PER_MILLI,
            found.boundNanos() / NANOS_PER_MILLI);
    return Finding.of(guard, decision, measure, advice(reason));
  }

  private static @Nullable String advice(@Nullable Reason reason) {
    if (reason == null) {
      return null;
    }
    return reason == Reason.QUEUE_STANDS
        ? "more of its class comes than can be done; a higher class or a wait would admit it"
        : "what is ahead takes too long for its deadline; a later deadline or a higher class would admit it";
  }
}
