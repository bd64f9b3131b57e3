package dev.spillway.simulator.peers;

import dev.spillway.Priority;
import dev.spillway.simulator.Call;
import dev.spillway.simulator.Policy;
import dev.spillway.simulator.World;
import java.time.Duration;
import java.util.Arrays;

/**
 * DAGOR, the overload control of WeChat: lets in what is at least as important as an admission
 * level, and moves the level by the mean time in the queue.
 *
 * <p>Source: H. Zhou et al., "Overload Control for Scaling WeChat Microservices", SoCC 2018,
 * sections 4.1 and 4.2, algorithm 1. All parameters are the paper's: a mean wait over 20 ms is
 * overload; a window ends after 1 s or 2,000 requests; each level is a pair of a business priority
 * (here the class) and one of 128 user priorities; under overload the next window is to admit alpha
 * = 5 % fewer than this one did, else beta = 1 % of all requests more.
 *
 * <p>Simplified: the hash of the user is not changed each hour, since no scenario lasts one; the
 * paper's timeout of a task is the call's own deadline; and callers do not learn the level, so a
 * refusal costs the server what it always does.
 */
final class DagorPolicy implements Policy {
  private static final long THRESHOLD_NANOS = Duration.ofMillis(20).toNanos();
  private static final long WINDOW_NANOS = Duration.ofSeconds(1).toNanos();
  private static final int WINDOW_REQUESTS = 2_000;
  private static final double ALPHA = 0.05;
  private static final double BETA = 0.01;

  private final World world;
  private final Cohorts cohorts;
  private final ServerQueue queue;

  /** Requests of this window by priority. */
  private final int[] counts = new int[Priority.values().length * Cohorts.COUNT];

  /** The least important priority that is let in, or -1. */
  private int level = counts.length - 1;

  private int requests;
  private int admitted;
  private long windowEndNanos = WINDOW_NANOS;

  DagorPolicy(World world, long seed) {
    this.world = world;
    cohorts = new Cohorts(seed);
    queue = new ServerQueue(world, world::refuse);
  }

  @Override
  public void arrive(Call call) {
    if (requests == WINDOW_REQUESTS || world.nowNanos() >= windowEndNanos) {
      endWindow();
    }
    int priority = cohorts.priority(call);
    counts[priority]++;
    requests++;
    if (priority <= level) {
      admitted++;
      queue.add(call);
    } else {
      world.refuse(call);
    }
  }

  @Override
  public void finished(Call call) {
    queue.finished();
  }

  private void endWindow() {
    boolean overloaded = queue.takeMeanWaitNanos() > THRESHOLD_NANOS;
    level = levelFor(overloaded ? (1 - ALPHA) * admitted : admitted + BETA * requests);
    Arrays.fill(counts, 0);
    requests = 0;
    admitted = 0;
    windowEndNanos = world.nowNanos() + WINDOW_NANOS;
  }

  /** The least important level down to which no more than {@code expected} requests came. */
  private int levelFor(double expected) {
    int sum = 0;
    for (int priority = 0; priority < counts.length; priority++) {
      sum += counts[priority];
      if (sum > expected) {
        return priority - 1;
      }
    }
    return counts.length - 1;
  }
}
