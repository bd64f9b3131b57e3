package dev.spillway.benchmarks.decisions;

import com.alibaba.csp.sentinel.slots.block.RuleConstant;
import com.alibaba.csp.sentinel.slots.block.degrade.DegradeRule;
import com.alibaba.csp.sentinel.slots.block.degrade.DegradeRuleManager;
import dev.spillway.circuit.CircuitBreaker;
import dev.spillway.time.TimeSource;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import java.time.Duration;
import java.util.List;

/** Circuit breakers that open at half of the calls of ten seconds, ten calls at least. */
public final class CircuitPeers {
  private static final int WINDOW_SECONDS = 10;
  private static final int LEAST_CALLS = 10;
  private static final Duration LONG = Duration.ofHours(1);

  private CircuitPeers() {}

  static CircuitBreaker spillway() {
    return CircuitBreaker.builder(RatePeers.RESOURCE, TimeSource.system())
        .failureRate(0.5)
        .minimumCalls(LEAST_CALLS)
        .window(Duration.ofSeconds(WINDOW_SECONDS))
        .build();
  }

  public static io.github.resilience4j.circuitbreaker.CircuitBreaker resilience4j() {
    return io.github.resilience4j.circuitbreaker.CircuitBreaker.of(
        RatePeers.RESOURCE,
        CircuitBreakerConfig.custom()
            .failureRateThreshold(50)
            .minimumNumberOfCalls(LEAST_CALLS)
            .slidingWindow(WINDOW_SECONDS, LEAST_CALLS, SlidingWindowType.TIME_BASED)
            .waitDurationInOpenState(LONG)
            .build());
  }

  static dev.failsafe.CircuitBreaker<Object> failsafe() {
    return dev.failsafe.CircuitBreaker.builder()
        .withFailureRateThreshold(50, LEAST_CALLS, Duration.ofSeconds(WINDOW_SECONDS))
        .withDelay(LONG)
        .build();
  }

  /** Sets Sentinel, whose rules are global; it writes its own statistics while it decides. */
  static void sentinel() {
    DegradeRule rule = new DegradeRule(RatePeers.RESOURCE);
    rule.setGrade(RuleConstant.DEGRADE_GRADE_EXCEPTION_RATIO);
    rule.setCount(0.5);
    rule.setMinRequestAmount(LEAST_CALLS);
    rule.setStatIntervalMs(WINDOW_SECONDS * 1_000);
    rule.setTimeWindow((int) LONG.toSeconds());
    DegradeRuleManager.loadRules(List.of(rule));
  }
}
