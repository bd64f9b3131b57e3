package dev.spillway.simulator;

import dev.spillway.Priority;
import dev.spillway.simulator.scenario.Scenario;
import dev.spillway.simulator.scenario.ScenarioException;
import dev.spillway.simulator.scenario.ScenarioReader;
import java.time.Duration;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * One run of a policy, and what became of the tasks that arrived within a span of it. It lives in
 * the simulator's package, whose runs are its own affair.
 */
public final class PeerRun {
  private final Trace trace;
  private final Ledger ledger;
  private Duration from = Duration.ZERO;
  private Duration until = Duration.ofDays(1);

  private PeerRun(Trace trace, Ledger ledger) {
    this.trace = trace;
    this.ledger = ledger;
  }

  /** Runs a scenario that is told as YAML. */
  public static PeerRun of(String yaml, PolicyFactory factory, long seed) {
    Scenario scenario = read(yaml);
    Trace trace = Trace.of(scenario, seed);
    return new PeerRun(trace, new Simulation(scenario, trace, seed, factory).run());
  }

  private static Scenario read(String yaml) {
    try {
      return ScenarioReader.read("test.yaml", yaml);
    } catch (ScenarioException e) {
      throw new AssertionError(e);
    }
  }

  /** The same run, seen from one moment to another. */
  public PeerRun during(Duration from, Duration until) {
    PeerRun part = new PeerRun(trace, ledger);
    part.from = from;
    part.until = until;
    return part;
  }

  public long hash() {
    return ledger.hash();
  }

  /** The share of tasks of a class that were done in time. */
  public double served(Priority priority) {
    IntPredicate ofClass = index -> trace.task(index).priority() == priority;
    return tasks().filter(ofClass).filter(ledger::isDone).count()
        / (double) tasks().filter(ofClass).count();
  }

  /** Tasks that were done in time over those that arrived. */
  public double served() {
    return tasks().filter(ledger::isDone).count() / (double) tasks().count();
  }

  /** The share of tasks that were never started. */
  public double refused() {
    return 1 - tasks().filter(ledger::isStarted).count() / (double) tasks().count();
  }

  /** The time from arrival to the end that 99 of 100 tasks do not exceed that were done in time. */
  public double p99Millis() {
    long[] took =
        tasks()
            .filter(ledger::isDone)
            .mapToLong(index -> ledger.doneNanos(index) - trace.task(index).arrivalNanos())
            .sorted()
            .toArray();
    return took[(int) (took.length * 0.99)] / 1e6;
  }

  /** Tasks of the whole run that were neither started nor refused. */
  public long unanswered() {
    long started = IntStream.range(0, trace.size()).filter(ledger::isStarted).count();
    return trace.size() - started - ledger.refusals();
  }

  private IntStream tasks() {
    return IntStream.range(0, trace.size())
        .filter(
            index -> {
              long arrivalNanos = trace.task(index).arrivalNanos();
              return arrivalNanos >= from.toNanos() && arrivalNanos < until.toNanos();
            });
  }
}
