package dev.spillway.benchmarks.limiter;

import dev.spillway.Refused;
import dev.spillway.limit.AcquireCallback;
import dev.spillway.limit.Permit;

/** Hears of refusals, which are all that it may be told, and does nothing. */
final class Nobody implements AcquireCallback {
  static final Nobody INSTANCE = new Nobody();

  private Nobody() {}

  @Override
  public void admitted(Permit permit) {
    throw new IllegalStateException("a request must be refused");
  }

  @Override
  public void refused(Refused decision) {
    // the limiter has counted it
  }
}
