package dev.spillway.simulator;

import dev.spillway.Priority;
import org.jspecify.annotations.Nullable;

/** One try of one call of a task, on its way through a policy and a plant. Not thread-safe. */
public final class Call {
  final Task task;
  final int step;
  final int attempt;
  final long arrivedNanos;
  final long deadlineNanos;
  long startedNanos = -1;

  /** Whether the policy has started or refused it. */
  boolean decided;

  /** Whether its caller was told that it is done later, or was not told anything. */
  boolean held;

  /** Whether it is in the queue whose length is measured. */
  boolean waits;

  /** Whether its caller has an answer, or waits no more. */
  boolean answered;

  private @Nullable Object attachment;

  Call(Task task, int step, int attempt, long arrivedNanos, long deadlineNanos) {
    this.task = task;
    this.step = step;
    this.attempt = attempt;
    this.arrivedNanos = arrivedNanos;
    this.deadlineNanos = deadlineNanos;
  }

  /** How much it matters. */
  public Priority priority() {
    return task.priority();
  }

  /** Whose it is. */
  public @Nullable String tenant() {
    return task.tenant();
  }

  /** What it needs downstream. */
  public @Nullable String dependency() {
    return task.dependency();
  }

  /** Whether a call of the same task was done before. */
  public boolean isContinuing() {
    return step > 0;
  }

  /** When it arrived, in nanoseconds since the run began. */
  public long arrivedNanos() {
    return arrivedNanos;
  }

  /** When its caller stops waiting, as it told the server. */
  public long deadlineNanos() {
    return deadlineNanos;
  }

  /** When the plant began to work on it; -1 before. */
  public long startedNanos() {
    return startedNanos;
  }

  /** What the policy keeps with it, such as a permit. */
  public @Nullable Object attachment() {
    return attachment;
  }

  /** Keeps something with it. */
  public void attach(Object attachment) {
    this.attachment = attachment;
  }

  long workNanos() {
    return task.workNanos()[step];
  }
}
