package dev.spillway.queue;

/** What a queue decides by now. Thread-safe. */
final class Admission {
  private final boolean hasLog;
  private volatile QueuePolicy policy;

  Admission(QueuePolicy policy, boolean hasLog) {
    this.hasLog = hasLog;
    this.policy = checked(policy);
  }

  QueuePolicy policy() {
    return policy;
  }

  void change(QueuePolicy wanted) {
    policy = checked(wanted);
  }

  private QueuePolicy checked(QueuePolicy wanted) {
    if (wanted.strategy() == Strategy.SPILL && !hasLog) {
      throw new IllegalArgumentException(
          "strategy must not be spill for a queue without a log: strategy=spill");
    }
    return wanted;
  }
}
