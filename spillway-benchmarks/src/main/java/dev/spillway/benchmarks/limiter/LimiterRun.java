package dev.spillway.benchmarks.limiter;

import dev.spillway.benchmarks.decisions.Bars;
import dev.spillway.benchmarks.decisions.DecisionRun;
import dev.spillway.benchmarks.decisions.DecisionTable;
import dev.spillway.benchmarks.decisions.DecisionTable.Contestant;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import org.openjdk.jmh.runner.RunnerException;

/** Measures limiters and says whether ours costs no more than it may. */
public final class LimiterRun {
  static final List<Class<?>> SUBJECTS =
      List.of(
          TakeIdle.class,
          TakeIdleTenants.class,
          Refuse.class,
          RefuseStanding.class,
          RefuseTenants.class,
          HandOver.class);

  /** An object's header, a reference and a long. */
  private static final int PERMIT_BYTES = 24;

  private static final double TAKE_TO_FLOOR = 3;
  private static final double REFUSE_TO_FLOOR = 1.5;
  private static final double THOUSAND_TO_ONE = 1.5;
  private static final double HUNDRED_THOUSAND_TO_ONE = 3;

  private final DecisionRun run;

  /**
   * Plans a run.
   *
   * @param pattern what is measured: a regular expression for {@code Class.method}
   * @param threads how many threads ask at once, one run for each
   */
  public LimiterRun(DecisionRun.Pace pace, String pattern, int... threads) throws IOException {
    run = new DecisionRun(SUBJECTS, pace, pattern, threads);
  }

  /** Measures, prints the tables, and returns whether all bars hold. */
  public boolean run(PrintStream out) throws RunnerException {
    DecisionTable table = run.run(out);
    table.print(out);
    Bars bars = new Bars(table);
    take(bars);
    refuse(bars);
    for (Class<?> subject : List.of(TakeIdleTenants.class, RefuseTenants.class)) {
      Contestant one = new Contestant(subject, "spillway");
      bars.ratio(new Contestant(subject, "spillwayThousand"), one, THOUSAND_TO_ONE);
      bars.ratio(new Contestant(subject, "spillwayHundredThousand"), one, HUNDRED_THOUSAND_TO_ONE);
    }
    bars.print(out);
    return bars.areMet();
  }

  private static void take(Bars bars) {
    Contestant floor = new Contestant(TakeIdle.class, "floor");
    Contestant acquire = new Contestant(TakeIdle.class, "spillwayAcquire");
    Contestant partitioned = new Contestant(TakeIdle.class, "spillwayPartitioned");
    Contestant ticket = new Contestant(TakeIdle.class, "spillwayTicket");
    Contestant permit = new Contestant(TakeIdle.class, "spillwayPermit");
    for (Contestant form : List.of(ticket, permit, acquire)) {
      bars.ratio(form, floor, TAKE_TO_FLOOR);
    }
    // those that limit, measure and count, as ours does; bulkheads and rates do a part of it
    for (String peer : List.of("netflixVegas", "netflixGradient2", "sentinel")) {
      bars.ratio(acquire, new Contestant(TakeIdle.class, peer), 1);
    }
    bars.ratio(partitioned, new Contestant(TakeIdle.class, "netflixPartitioned"), 1);
    bars.bytes(ticket, 0);
    bars.bytes(permit, PERMIT_BYTES);
    bars.bytes(acquire, PERMIT_BYTES);
  }

  private static void refuse(Bars bars) {
    Contestant floor = new Contestant(Refuse.class, "floor");
    for (String form : List.of("spillwayTicket", "spillwayCallback", "spillwayAcquire")) {
      bars.ratio(new Contestant(Refuse.class, form), floor, REFUSE_TO_FLOOR);
      bars.bytes(new Contestant(Refuse.class, form), 0);
    }
    Contestant standingFloor = new Contestant(RefuseStanding.class, "floor");
    for (String form : List.of("spillway", "spillwayClasses")) {
      bars.ratio(new Contestant(RefuseStanding.class, form), standingFloor, REFUSE_TO_FLOOR);
      bars.bytes(new Contestant(RefuseStanding.class, form), 0);
    }
  }
}
