package dev.spillway.simulator;

import dev.spillway.Priority;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/** How the run of one seed went over time, step by step. Immutable. */
public final class TimeSeries {
  private static final double NANOS_PER_SECOND = 1e9;

  private final TimeSteps steps;
  private final Map<Curve, double[]> curves = new EnumMap<>(Curve.class);

  TimeSeries(Ledger ledger) {
    steps = ledger.steps();
    curves.put(Curve.GOODPUT, goodput(ledger));
    curves.put(Curve.CRITICAL_SUCCESS, criticalSuccess(ledger));
    curves.put(Curve.P99_MILLIS, p99Millis(ledger));
    curves.put(Curve.QUEUE_LENGTH, queueLength(ledger));
  }

  /** What is followed over time. */
  public enum Curve {
    /** Tasks done in time in a second, by the moment when they were done. */
    GOODPUT,
    /** What was done of the critical tasks that came, as a share; not a number where none came. */
    CRITICAL_SUCCESS,
    /** Of the tasks done, by arrival; not a number where none were. */
    P99_MILLIS,
    /** How many calls waited, in the policy or before the plant, on average. */
    QUEUE_LENGTH
  }

  /** How long a step is. */
  public double stepSeconds() {
    return steps.nanos() / NANOS_PER_SECOND;
  }

  /** A value for each step. */
  public double[] values(Curve curve) {
    double[] values = curves.get(curve);
    if (values == null) {
      throw new IllegalArgumentException("curve must be followed: curve=" + curve);
    }
    return values.clone();
  }

  private double[] goodput(Ledger ledger) {
    double[] values = new double[steps.count()];
    for (int index = 0; index < ledger.trace().size(); index++) {
      int step = ledger.isDone(index) ? steps.of(ledger.doneNanos(index)) : -1;
      if (step >= 0) {
        values[step] += 1 / stepSeconds();
      }
    }
    return values;
  }

  private double[] criticalSuccess(Ledger ledger) {
    double[] done = new double[steps.count()];
    double[] came = new double[steps.count()];
    for (int index = 0; index < ledger.trace().size(); index++) {
      Task task = ledger.trace().task(index);
      int step = steps.of(task.arrivalNanos());
      if (step >= 0 && task.priority() == Priority.CRITICAL) {
        came[step]++;
        done[step] += ledger.isDone(index) ? 1 : 0;
      }
    }
    Arrays.setAll(done, step -> done[step] / came[step]);
    return done;
  }

  /** Tasks are in the order of arrival, so those of a step are neighbours. */
  private double[] p99Millis(Ledger ledger) {
    double[] values = new double[steps.count()];
    Latencies latencies = new Latencies(ledger);
    int index = 0;
    for (int step = 0; step < values.length; step++) {
      latencies.clear();
      while (index < ledger.trace().size()
          && steps.of(ledger.trace().task(index).arrivalNanos()) == step) {
        latencies.add(index++);
      }
      values[step] = latencies.p99Millis(Double.NaN);
    }
    return values;
  }

  private double[] queueLength(Ledger ledger) {
    double[] values = new double[steps.count()];
    Arrays.setAll(values, ledger::meanWaiting);
    return values;
  }
}
