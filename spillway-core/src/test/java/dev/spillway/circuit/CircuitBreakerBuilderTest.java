package dev.spillway.circuit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spillway.time.ManualTime;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CircuitBreakerBuilderTest {
  private final CircuitBreakerBuilder builder = CircuitBreaker.builder("sink", new ManualTime(1));

  private static Arguments mistake(Consumer<CircuitBreakerBuilder> setting, String message) {
    return Arguments.of(setting, message);
  }

  private static Stream<Arguments> mistakes() {
    String rate = "failureRate must be above 0 and at most 1: failureRate=";
    Duration second = Duration.ofSeconds(1);
    return Stream.of(
        mistake(it -> it.failureRate(0), rate + "0.0"),
        mistake(it -> it.failureRate(1.1), rate + "1.1"),
        mistake(it -> it.failureRate(Double.NaN), rate + "NaN"),
        mistake(it -> it.minimumCalls(0), "minimumCalls must be at least 1: minimumCalls=0"),
        mistake(
            it -> it.consecutiveFailures(-1),
            "consecutiveFailures must be at least 0: consecutiveFailures=-1"),
        mistake(
            it -> it.failuresInWindow(-1),
            "failuresInWindow must be at least 0: failuresInWindow=-1"),
        mistake(it -> it.window(Duration.ZERO), "window must be positive: window=PT0S"),
        mistake(
            it -> it.openTime(Duration.ZERO, second), "openTime must be positive: openTime=PT0S"),
        mistake(
            it -> it.openTime(second.plusMillis(1), second).build(),
            "longestOpenTime must be at least openTime: longestOpenTime=PT1S openTime=PT1.001S"),
        mistake(
            it -> it.healthyTime(second.negated()),
            "healthyTime must be positive: healthyTime=PT-1S"),
        mistake(it -> it.halfOpenCalls(0), "halfOpenCalls must be at least 1: halfOpenCalls=0"),
        mistake(
            it -> it.successesToClose(0),
            "successesToClose must be at least 1: successesToClose=0"),
        mistake(
            it -> it.answerTime(Duration.ZERO), "answerTime must be positive: answerTime=PT0S"));
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("mistakes")
  void set_outOfRange_saysTheConstraint(Consumer<CircuitBreakerBuilder> setting, String message) {
    assertThatThrownBy(() -> setting.accept(builder))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void build_endlessTimes_worksWithoutOverflow() {
    Duration forever = ChronoUnit.FOREVER.getDuration();
    CircuitBreaker circuit =
        builder
            .window(forever)
            .openTime(forever, forever)
            .healthyTime(forever)
            .answerTime(forever)
            .build();
    CircuitRig.call(circuit, 5, CallOutcome.FAILURE);
    assertThat(circuit.tryAcquire()).isEqualTo(CircuitBreaker.REFUSED);
    assertThat(circuit.figures().untilHalfOpenNanos()).isPositive();
  }

  @Test
  void build_laterChangesOfTheBuilder_changeNoCircuit() {
    CircuitBreaker circuit = builder.consecutiveFailures(2).build();
    builder.consecutiveFailures(100);
    CircuitRig.call(circuit, 2, CallOutcome.FAILURE);
    assertThat(circuit.figures().state()).isEqualTo(CircuitState.OPEN);
  }
}
