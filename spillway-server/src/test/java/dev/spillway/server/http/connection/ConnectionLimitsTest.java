package dev.spillway.server.http.connection;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ConnectionLimitsTest {
  @Test
  void theLimit_leavesAQuarterOfTheFilesForTheLog() {
    assertThat(ConnectionLimits.mostWith(1024)).isEqualTo(768);
    assertThat(ConnectionLimits.mostWith(20_000)).isEqualTo(15_000);
    assertThat(ConnectionLimits.mostWith(1_048_576)).isEqualTo(16_384);
    assertThat(ConnectionLimits.mostWith(Long.MAX_VALUE)).isEqualTo(16_384);
    assertThat(ConnectionLimits.mostWith(10)).isEqualTo(64);
  }
}
