package dev.spillway.benchmarks.limiter;

import com.alibaba.csp.sentinel.slots.block.RuleConstant;
import com.alibaba.csp.sentinel.slots.block.flow.FlowRule;
import com.alibaba.csp.sentinel.slots.block.flow.FlowRuleManager;
import com.netflix.concurrency.limits.Limit;
import com.netflix.concurrency.limits.limit.Gradient2Limit;
import com.netflix.concurrency.limits.limit.VegasLimit;
import com.netflix.concurrency.limits.limiter.AbstractPartitionedLimiter;
import com.netflix.concurrency.limits.limiter.SimpleLimiter;
import dev.spillway.limit.Limiter;
import dev.spillway.limit.LimiterBuilder;
import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Limiters of other libraries, and ours, with the same number of slots. */
final class LimitPeers {
  static final String RESOURCE = "limiter";

  /** More than there are threads, so that one is idle. */
  static final int SLOTS = 64;

  /** Longer than any measurement. */
  static final Duration LONG = Duration.ofHours(1);

  private LimitPeers() {}

  /** Nothing in it ends with a measurement that takes long: neither a hold nor a deadline. */
  static LimiterBuilder spillway(int slots) {
    return Limiter.builder(RESOURCE).slots(slots).deadline(LONG).longestHold(LONG);
  }

  /** Starts at {@code slots}, and never has more. */
  static Limit vegas(int slots) {
    return VegasLimit.newBuilder().initialLimit(slots).maxConcurrency(slots).build();
  }

  static Limit gradient2(int slots) {
    return Gradient2Limit.newBuilder()
        .initialLimit(slots)
        .minLimit(1)
        .maxConcurrency(slots)
        .build();
  }

  static com.netflix.concurrency.limits.Limiter<String> netflix(Limit limit) {
    return SimpleLimiter.newBuilder().limit(limit).build();
  }

  /**
   * Each name has a partition, and all have the same share; a little less, as sums are not exact.
   */
  static com.netflix.concurrency.limits.Limiter<String> netflix(Limit limit, String... names) {
    Partitions partitions = new Partitions().limit(limit).partitionResolver(name -> name);
    for (String name : names) {
      partitions.partition(name, 0.999 / names.length);
    }
    return partitions.build();
  }

  static BulkheadConfig resilience4j(int slots, Duration wait) {
    return BulkheadConfig.custom().maxConcurrentCalls(slots).maxWaitDuration(wait).build();
  }

  static Bulkhead resilience4j(int slots) {
    return Bulkhead.of(RESOURCE, resilience4j(slots, Duration.ZERO));
  }

  static dev.failsafe.Bulkhead<Object> failsafe(int slots) {
    return dev.failsafe.Bulkhead.of(slots);
  }

  /** Sets Sentinel, whose rules are global: each resource may be used so often at once. */
  static void sentinel(int slots, String... resources) {
    List<FlowRule> rules = new ArrayList<>();
    for (String resource : resources) {
      FlowRule rule = new FlowRule(resource);
      rule.setGrade(RuleConstant.FLOW_GRADE_THREAD);
      rule.setCount(slots);
      rules.add(rule);
    }
    FlowRuleManager.loadRules(rules);
  }

  private static final class Partitions
      extends AbstractPartitionedLimiter.Builder<Partitions, String> {
    @Override
    protected Partitions self() {
      return this;
    }
  }
}
