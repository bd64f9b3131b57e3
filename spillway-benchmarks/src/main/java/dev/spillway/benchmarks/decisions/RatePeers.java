package dev.spillway.benchmarks.decisions;

import com.alibaba.csp.sentinel.slots.block.RuleConstant;
import com.alibaba.csp.sentinel.slots.block.flow.FlowRule;
import com.alibaba.csp.sentinel.slots.block.flow.FlowRuleManager;
import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import java.time.Duration;
import java.util.List;

/** Rate limiters of other libraries, set to the same rate. */
public final class RatePeers {
  static final String RESOURCE = "decision";

  /** More than any thread here can ask for: one in a nanosecond. */
  public static final int PLENTY = 1_000_000_000;

  private RatePeers() {}

  public static Bucket bucket4j(long tokens, Duration period) {
    Bandwidth bandwidth = Bandwidth.builder().capacity(tokens).refillGreedy(tokens, period).build();
    return Bucket.builder()
        .addLimit(bandwidth)
        .withCustomTimePrecision(TimeMeter.SYSTEM_NANOTIME)
        .build();
  }

  public static RateLimiter resilience4j(int tokens, Duration period) {
    return RateLimiter.of(
        RESOURCE,
        RateLimiterConfig.custom()
            .limitForPeriod(tokens)
            .limitRefreshPeriod(period)
            .timeoutDuration(Duration.ZERO)
            .build());
  }

  static dev.failsafe.RateLimiter<Object> failsafe(long tokens, Duration period) {
    return dev.failsafe.RateLimiter.burstyBuilder(tokens, period).build();
  }

  /** Sets Sentinel, whose rules are global; it writes its own statistics while it decides. */
  static void sentinel(double perSecond) {
    FlowRule rule = new FlowRule(RESOURCE);
    rule.setGrade(RuleConstant.FLOW_GRADE_QPS);
    rule.setCount(perSecond);
    FlowRuleManager.loadRules(List.of(rule));
  }
}
