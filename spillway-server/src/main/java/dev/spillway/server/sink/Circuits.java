package dev.spillway.server.sink;

import dev.spillway.circuit.CircuitBreaker;
import dev.spillway.server.config.CircuitConfig;
import dev.spillway.time.TimeSource;

/** Makes circuits. */
public final class Circuits {
  private Circuits() {}

  /** The circuit that {@code config} describes, called {@code name} in logs. */
  public static CircuitBreaker of(String name, CircuitConfig config, TimeSource time) {
    return CircuitBreaker.builder(name, time)
        .mode(config.mode())
        .failureRate(config.failureRate())
        .minimumCalls(config.minimumCalls())
        .consecutiveFailures(config.consecutiveFailures())
        .window(config.window())
        .openTime(config.openTime(), config.longestOpenTime())
        .healthyTime(config.longestOpenTime().multipliedBy(2))
        .halfOpenCalls(config.halfOpenCalls())
        .successesToClose(config.halfOpenCalls())
        .build();
  }
}
