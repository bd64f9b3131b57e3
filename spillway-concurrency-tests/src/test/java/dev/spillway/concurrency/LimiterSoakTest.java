package dev.spillway.concurrency;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LimiterSoakTest {
  private static final Duration LOAD = Duration.ofSeconds(3);

  @ParameterizedTest
  @EnumSource
  void limiter_everythingAtOnce_balances(LimiterSoak.Kind kind) throws Exception {
    assertThat(new LimiterSoak(kind, 1).run(LOAD)).contains("threads=");
  }
}
