package dev.spillway.simulator;

import dev.spillway.simulator.scenario.Scenario;
import java.util.Arrays;
import java.util.BitSet;

/** What became of every task of one run. Not thread-safe. */
final class Ledger {
  private static final double NANOS_PER_MILLI = 1e6;
  private static final double MICROS_PER_MILLI = 1e3;
  static final long NEVER = -1;
  private static final long HASH_START = 0xCBF29CE484222325L;
  private static final long HASH_FACTOR = 0x100000001B3L;
  private static final int HASH_SHIFT = 29;
  private static final long KINDS = 4;

  private final Trace trace;
  private final TimeSteps steps;
  private final QueueLength waiting;

  /** When the last call of each task was done in time. */
  private final long[] doneNanos;

  /** When the first call of each task was started. */
  private final long[] startedNanos;

  /** Which tasks had a call that was accepted, to be done later. */
  private final BitSet accepted;

  private final Delays blocked = new Delays();
  private int undecided;
  private long longestWaitNanos;
  private long longestRefusalNanos;
  private long refusals;
  private long usefulNanos;
  private long wastedNanos;
  private long hash = HASH_START;

  Ledger(Scenario scenario, Trace trace) {
    this.trace = trace;
    steps = TimeSteps.of(scenario);
    waiting = new QueueLength(steps.count(), steps.nanos());
    accepted = new BitSet(trace.size());
    doneNanos = new long[trace.size()];
    startedNanos = new long[trace.size()];
    Arrays.fill(doneNanos, NEVER);
    Arrays.fill(startedNanos, NEVER);
  }

  /** Mixes one more number into a hash. */
  static long mix(long hash, long number) {
    long mixed = (hash ^ number) * HASH_FACTOR;
    return mixed ^ (mixed >>> HASH_SHIFT);
  }

  private void record(int kind, Task task, long nanos) {
    hash = mix(mix(hash, kind + KINDS * task.index()), nanos);
  }

  /** A call was started or refused. */
  void decided(Call call, long nowNanos) {
    undecided--;
    longestWaitNanos = Math.max(longestWaitNanos, nowNanos - call.arrivedNanos);
  }

  /** How long a call waited at most until it was started or refused; infinite if one still does. */
  double longestWaitMillis() {
    return undecided > 0 ? Double.POSITIVE_INFINITY : longestWaitNanos / NANOS_PER_MILLI;
  }

  /** A call reached the policy. */
  void offered(Call call, long nowNanos) {
    undecided++;
    call.waits = true;
    waiting.change(nowNanos, 1);
  }

  private void waitsNoMore(Call call, long nowNanos) {
    if (call.waits) {
      call.waits = false;
      waiting.change(nowNanos, -1);
    }
  }

  /** Bringing a call to the policy kept its caller's thread for so long. */
  void blocked(long nanos) {
    blocked.add(nanos);
  }

  /** What all but one percent of the calls kept their caller's thread at most. */
  double p99BlockedMillis() {
    return blocked.lateness().p99Micros() / MICROS_PER_MILLI;
  }

  /** The policy has told a caller that its call is done later. */
  void accepted(Task task, long nowNanos) {
    hash = mix(mix(hash, ~task.index()), nowNanos);
    accepted.set(task.index());
  }

  /** How many tasks were accepted and not done. */
  int broken() {
    return (int) accepted.stream().filter(index -> !isDone(index)).count();
  }

  /** A caller lost its connection before it had an answer. */
  void dropped(Call call, long nowNanos) {
    hash = mix(mix(hash, Long.MIN_VALUE + call.task.index()), nowNanos);
    waitsNoMore(call, nowNanos);
  }

  /** The policy handed a call to the plant. */
  void started(Task task, long nowNanos) {
    record(1, task, nowNanos);
    if (startedNanos[task.index()] == NEVER) {
      startedNanos[task.index()] = nowNanos;
    }
  }

  /** The plant began to work on a call. */
  void began(Call call, long nowNanos) {
    waitsNoMore(call, nowNanos);
  }

  /** The policy refused a call. */
  void refused(Call call, long nowNanos) {
    record(2, call.task, nowNanos);
    waitsNoMore(call, nowNanos);
    longestRefusalNanos = Math.max(longestRefusalNanos, nowNanos - call.arrivedNanos);
    refusals++;
  }

  /** How long a call waited at most until it was refused. */
  double longestRefusalMillis() {
    return longestRefusalNanos / NANOS_PER_MILLI;
  }

  /** The plant is done with a call. */
  void worked(Call call, long nowNanos) {
    long tookNanos = nowNanos - call.startedNanos;
    if (nowNanos > call.task.deadlineNanos() || call.answered) {
      wastedNanos += tookNanos;
    } else {
      usefulNanos += tookNanos;
    }
  }

  /** A task was given up. */
  void lost(Task task) {
    record(0, task, 0);
  }

  /** A task's last call was done in time. */
  void done(Task task, long nowNanos) {
    record(3, task, nowNanos);
    doneNanos[task.index()] = nowNanos;
  }

  Trace trace() {
    return trace;
  }

  boolean isDone(int index) {
    return doneNanos[index] != NEVER;
  }

  boolean isStarted(int index) {
    return startedNanos[index] != NEVER;
  }

  /** When a task was done, or {@link #NEVER}. */
  long doneNanos(int index) {
    return doneNanos[index];
  }

  /** When a task was started, or {@link #NEVER}. */
  long startedNanos(int index) {
    return startedNanos[index];
  }

  long refusals() {
    return refusals;
  }

  /** The work of no use, as a share of all. */
  double wastedShare() {
    return wastedNanos / (double) Math.max(1, wastedNanos + usefulNanos);
  }

  /** Into which steps time is parted for curves. */
  TimeSteps steps() {
    return steps;
  }

  /** How many calls waited in a step, in the policy or before the plant. */
  double meanWaiting(int step) {
    return waiting.mean(step);
  }

  /** Of all that happened, in its order. */
  long hash() {
    return hash;
  }
}
