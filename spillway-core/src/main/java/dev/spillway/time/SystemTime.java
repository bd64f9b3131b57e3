package dev.spillway.time;

import java.util.concurrent.locks.Condition;

/** The JVM's clocks. */
enum SystemTime implements TimeSource {
  INSTANCE;

  @Override
  public long nanoTime() {
    return System.nanoTime();
  }

  @Override
  public long epochMillis() {
    return System.currentTimeMillis();
  }

  @Override
  @SuppressWarnings({"WaitNotInLoop", "ResultOfMethodCallIgnored"}) // the caller loops
  public void await(Condition condition, long timeoutNanos) throws InterruptedException {
    condition.awaitNanos(timeoutNanos);
  }
}
