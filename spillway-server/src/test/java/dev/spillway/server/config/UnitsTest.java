package dev.spillway.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnitsTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "4096, 4096",
    "4096B, 4096",
    "512KB, 524288",
    "8MB, 8388608",
    "8 mb, 8388608",
    "1GiB, 1073741824",
    "1G, 1073741824",
    "2TB, 2199023255552",
    "999999999999999999TB, 9223372036854775807",
    "-1, -1",
    "1.5MB, -1",
    "MB, -1",
    "'', -1",
    "8 elephants, -1"
  })
  void size_ofText_isInBinaryMultiples(String text, long bytes) {
    assertThat(Units.size(text)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @CsvSource({
    "0s, 0",
    "250ms, 250",
    "20s, 20000",
    "1m, 60000",
    "2h, 7200000",
    "1 s, 1000",
    "999999999999999h, 9223372036854775807",
    "20, -1",
    "-1s, -1",
    "1d, -1",
    "'', -1"
  })
  void millis_ofText_needsAUnit(String text, long millis) {
    assertThat(Units.millis(text)).isEqualTo(millis);
  }
}
