package dev.spillway.limit;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class LimiterBuilderTest {
  private final LimiterBuilder builder = Limiter.builder("test");

  private static void refuses(ThrowingCallable call, String message) {
    assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
  }

  @Test
  void settings_outOfRange_nameThemselvesAndTheirRange() {
    refuses(() -> builder.slots(0), "slots must be between 1 and 100000: slots=0");
    refuses(() -> builder.deadline(Duration.ZERO), "deadline must be positive: deadline=PT0S");
    refuses(
        () -> builder.mostWaiting(-1),
        "most-waiting must be between 0 and 1000000: most-waiting=-1");
    refuses(() -> builder.tenants(0), "tenants must be between 1 and 10000000: tenants=0");
    refuses(
        () -> builder.partition("db", 1.5), "share of db must be above 0 and at most 1: share=1.5");
    refuses(
        () -> builder.partition("db", Double.NaN),
        "share of db must be above 0 and at most 1: share=NaN");
    refuses(() -> builder.partition("", 0.5), "partition must have a name: partition=");
    refuses(
        () -> builder.longestHold(Duration.ofMillis(-1)),
        "longest-hold must be positive: longest-hold=PT-0.001S");
  }

  @Test
  void build_withoutSlots_saysWhatToCall() {
    refuses(builder::build, "slots must be told: call slots(n)");
  }

  @Test
  void request_withoutTime_isRefused() {
    refuses(
        () -> Request.of(dev.spillway.Priority.LOW).withTime(Duration.ZERO),
        "time must be positive: time=PT0S");
  }

  @Test
  void slots_changedBeyondTheTable_saysHowMany() {
    Limiter limiter = builder.slots(2).build();
    refuses(() -> limiter.slots(2_000), "slots must be between 1 and 1026: slots=2000");
    limiter.close();
  }
}
