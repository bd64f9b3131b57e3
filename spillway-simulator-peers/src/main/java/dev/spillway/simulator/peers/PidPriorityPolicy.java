package dev.spillway.simulator.peers;

import dev.spillway.simulator.Call;
import dev.spillway.simulator.Policy;
import dev.spillway.simulator.World;
import java.time.Duration;
import java.util.Comparator;
import java.util.TreeSet;

/**
 * A PID controller that moves a threshold of priority, before a queue by priority with a timeout,
 * after Uber's Cinnamon.
 *
 * <p>Source: J. Thomsen et al., "Cinnamon: Using Century Old Tech to Build a Mean Load Shedder" and
 * "PID Controller for Cinnamon", Uber Engineering, 2023. See {@link RejectionControl} for the
 * controller. Priorities are a tier (here the class) and a cohort of 128; what the threshold lets
 * pass waits in a queue, most important first, until one of the slots is free or its time is up.
 *
 * <p>Simplified: the limit of calls in flight, which Cinnamon finds with an auto-tuner of its own,
 * is 20, with which such tuners begin, or the plant's servers if they are more; what is above the
 * servers waits in the plant. The time in the queue is at most half of what is left of the
 * deadline, our choice. Cohorts are by user rather than by calling service. The controller works at
 * all times rather than only once the queue has not been empty for a while.
 */
final class PidPriorityPolicy implements Policy {
  private static final int USUAL_LIMIT = 20;
  private static final long TIMEOUTS_PER_DEADLINE = 2;
  private static final long PERIOD_NANOS = Duration.ofMillis(500).toNanos();

  private final World world;
  private final Cohorts cohorts;
  private final RejectionControl control = new RejectionControl();
  private final TreeSet<Waiting> queue = new TreeSet<>(Waiting.ORDER);
  private final int limit;
  private int inFlight;
  private long queued;
  private int entered;
  private int left;
  private long nextControlNanos = PERIOD_NANOS;

  PidPriorityPolicy(World world, long seed) {
    this.world = world;
    cohorts = new Cohorts(seed);
    limit = Math.max(USUAL_LIMIT, world.scenario().plant().servers());
  }

  @Override
  public void arrive(Call call) {
    long nowNanos = world.nowNanos();
    controlUntil(nowNanos);
    int priority = cohorts.priority(call);
    control.saw(priority);
    if (priority > control.threshold()) {
      world.refuse(call);
      return;
    }
    entered++;
    Waiting waiting = new Waiting(call, priority, queued++);
    queue.add(waiting);
    serve();
    if (queue.contains(waiting)) {
      long timeoutNanos = (call.deadlineNanos() - nowNanos) / TIMEOUTS_PER_DEADLINE;
      world.scheduler().schedule(() -> timeOut(waiting), timeoutNanos);
    }
  }

  @Override
  public void finished(Call call) {
    inFlight--;
    controlUntil(world.nowNanos());
    serve();
  }

  private void serve() {
    while (inFlight < limit && !queue.isEmpty()) {
      Waiting next = queue.first();
      queue.remove(next);
      inFlight++;
      left++;
      world.start(next.call());
    }
  }

  private void timeOut(Waiting waiting) {
    if (queue.remove(waiting)) {
      world.refuse(waiting.call());
    }
  }

  private void controlUntil(long nowNanos) {
    while (nextControlNanos <= nowNanos) {
      nextControlNanos += PERIOD_NANOS;
      control.update(new RejectionControl.Period(entered, left, limit - inFlight, limit));
      entered = 0;
      left = 0;
    }
  }

  private record Waiting(Call call, int priority, long number) {
    static final Comparator<Waiting> ORDER =
        Comparator.comparingInt(Waiting::priority).thenComparingLong(Waiting::number);
  }
}
