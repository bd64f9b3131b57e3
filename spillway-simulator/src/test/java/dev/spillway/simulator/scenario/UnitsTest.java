package dev.spillway.simulator.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnitsTest {
  @ParameterizedTest
  @CsvSource({
    "20us, 20000",
    "2ms, 2000000",
    "1.5s, 1500000000",
    "0.1us, 100",
    "1m, 60000000000",
    "2h, 7200000000000",
    "10 ms, 10000000"
  })
  void duration_numberWithUnit_isRead(String text, long nanos) {
    assertThat(Units.duration(text)).isEqualTo(Duration.ofNanos(nanos));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "5", "-1s", "1.s", "ms", "1d", "1e3s", "99999999999s"})
  void duration_anythingElse_isNone(String text) {
    assertThat(Units.duration(text)).isNull();
  }

  @Test
  void bytes_numberWithUnit_isReadAndWritten() {
    for (String text : List.of("0B", "512B", "64KB", "8MB", "1GB", "1025B")) {
      assertThat(Units.text(Objects.requireNonNull(Units.bytes(text)).longValue())).isEqualTo(text);
    }
    assertThat(Units.bytes("2048 B")).isEqualTo(2048);
    assertThat(Units.bytes("1TB")).isNull();
    assertThat(Units.bytes("-1KB")).isNull();
    assertThat(Units.bytes("5")).isNull();
  }

  @Test
  void text_duration_isTheShortest() {
    assertThat(Units.text(Duration.ZERO)).isEqualTo("0s");
    assertThat(Units.text(Duration.ofNanos(20_000))).isEqualTo("20us");
    assertThat(Units.text(Duration.ofMillis(150))).isEqualTo("150ms");
    assertThat(Units.text(Duration.ofMillis(10_500))).isEqualTo("10.5s");
    assertThat(Units.text(Duration.ofMinutes(5))).isEqualTo("5m");
  }

  @Test
  void text_number_hasNoNeedlessDigits() {
    assertThat(Units.text(1.0)).isEqualTo("1");
    assertThat(Units.text(0.0001)).isEqualTo("0.0001");
    assertThat(Units.text(1e6)).isEqualTo("1000000");
  }
}
