package dev.spillway.queue;

/** What a queue decides by now. Thread-safe. */
final class Admission {
  private final boolean hasLog;
  private final Guards guards;

  /** Written under this object's monitor. */
  private volatile QueuePolicy policy;

  Admission(Settings settings) {
    hasLog = settings.store() != null;
    policy = checked(settings.policy());
    guards = new Guards(settings);
  }

  Guards guards() {
    return guards;
  }

  QueuePolicy policy() {
    return policy;
  }

  synchronized void change(QueuePolicy wanted) {
    guards.change(policy, checked(wanted));
    policy = wanted;
  }

  private QueuePolicy checked(QueuePolicy wanted) {
    if (wanted.strategy() == Strategy.SPILL && !hasLog) {
      throw new IllegalArgumentException(
          "strategy must not be spill for a queue without a log: strategy=spill");
    }
    return wanted;
  }
}
