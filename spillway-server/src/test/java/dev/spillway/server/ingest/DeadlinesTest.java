package dev.spillway.server.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spillway.queue.Event;
import java.time.DateTimeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeadlinesTest {
  @ParameterizedTest
  @CsvSource({
    "1970-01-01T00:00:01Z, 1000",
    "1970-01-01t01:00:01.250+01:00, 1250",
    "1969-12-31T23:59:59Z, 0",
    "-999999999-01-01T00:00:00Z, 0",
    "+0ms, 5000",
    "+250ms, 5250",
    "+2s, 7000",
    "+1m, 65000",
    "+1h, 3605000",
  })
  void epochMillis_ofEitherForm(String text, long expected) {
    assertThat(Deadlines.epochMillis(text, 5000)).isEqualTo(expected);
  }

  @Test
  void epochMillis_beyondWhatMillisecondsTell_isNone() {
    assertThat(Deadlines.epochMillis("+999999999999999h", 5000)).isEqualTo(Event.NO_DEADLINE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "+", "+ms", "250ms", "+1d", "+1.5s", "+-1s", "2026-11-21", "now"})
  void epochMillis_ofAnythingElse_throws(String text) {
    assertThatThrownBy(() -> Deadlines.epochMillis(text, 0)).isInstanceOf(DateTimeException.class);
  }
}
