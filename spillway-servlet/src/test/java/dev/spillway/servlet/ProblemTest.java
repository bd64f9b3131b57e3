package dev.spillway.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.Reason;
import dev.spillway.Refused;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProblemTest {
  @ParameterizedTest
  @EnumSource(Reason.class)
  void refusal_is503AndSaysWhenToComeBackIfThatHelps(Reason reason) {
    Problem problem = Problem.of(new Refused(reason, Duration.ofMillis(1)));

    assertThat(problem.status()).isEqualTo(503);
    assertThat(problem.retryAfter() != null).isEqualTo(reason.isRetryable());
    assertThat(problem.members()).contains("\"reason\":\"" + reason.token() + "\"");
  }

  @Test
  void refusal_withAPartOfASecond_saysTheNextWholeSecond() {
    Problem problem = Problem.of(new Refused(Reason.QUEUE_FULL, Duration.ofMillis(2_001)));

    assertThat(problem.members()).contains("send it again after 3 s", "\"retryAfterMillis\":2001");
  }

  @Test
  void invalidHeader_withQuotesAndControls_isEscaped() {
    Problem problem = Problem.of(new InvalidHeaderException("X", "X must be y: X=\"\\\u0001"));

    assertThat(problem.members())
        .isEqualTo(",\"detail\":\"X must be y: X=\\u0022\\u005c\\u0001\",\"header\":\"X\"");
  }
}
