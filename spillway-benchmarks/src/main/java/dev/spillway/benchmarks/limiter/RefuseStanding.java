package dev.spillway.benchmarks.limiter;

import dev.spillway.Priority;
import dev.spillway.limit.Limiter;
import dev.spillway.limit.Request;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * A request that is refused because too much waits before it: again and again; in turns with
 * classes that have more time; and while one in ten calls gives a slot to who waits and lets a high
 * request come. No other library refuses for that reason.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RefuseStanding {
  private static final int WAITING = 1_000;
  private static final int CALLS_EACH_STEP = 10;

  private final LongAdder refusals = new LongAdder();
  private final FullLimiter full = new FullLimiter(WAITING);
  private final Limiter limiter = full.limiter();
  private final Request normal = Request.of(Priority.NORMAL).withTime(FullLimiter.TOO_SHORT);

  /** Lower classes wait for longer, as they do by default. */
  private final Request[] classes = {
    normal,
    Request.of(Priority.LOW).withTime(FullLimiter.TOO_SHORT.multipliedBy(2)),
    Request.of(Priority.BULK).withTime(FullLimiter.TOO_SHORT.multipliedBy(2))
  };

  /** What the floor reads. */
  private volatile boolean fullAlready = true;

  /** Where a thread is in a row of calls. */
  @State(Scope.Thread)
  public static class Turn {
    private int next;

    int of(int count) {
      next = next + 1 < count ? next + 1 : 0;
      return next;
    }
  }

  @Benchmark
  public boolean floor() {
    boolean refused = fullAlready;
    if (refused) {
      refusals.increment();
    }
    return refused;
  }

  @Benchmark
  public void spillway() {
    limiter.acquire(normal, Nobody.INSTANCE);
  }

  @Benchmark
  public void spillwayClasses(Turn turn) {
    limiter.acquire(classes[turn.of(classes.length)], Nobody.INSTANCE);
  }

  @Benchmark
  public void spillwayMoving(Turn turn) {
    if (turn.of(CALLS_EACH_STEP) == 0) {
      full.step();
    } else {
      limiter.acquire(normal, Nobody.INSTANCE);
    }
  }
}
