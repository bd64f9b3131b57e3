package dev.spillway.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spillway.Priority;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestRulesTest {
  @ParameterizedTest
  @CsvSource({
    "/health, CRITICAL",
    "/api/v1/health/live, CRITICAL",
    "/metrics, CRITICAL",
    "/API/Voice/7, HIGH",
    "/stream/7, HIGH",
    "/users/42, NORMAL",
    "/auth/login, NORMAL",
    "/analytics, LOW",
    "/api/reports/weekly, LOW",
    "/healthy, NORMAL",
    "/unhealthy/reporting, NORMAL",
    "/, NORMAL",
    "'', NORMAL"
  })
  void classify_byTheStandardRules(String path, Priority expected) {
    assertThat(RequestRules.standard().classify(path)).isEqualTo(expected);
  }

  @Test
  void with_ownRules_theFirstThatFitsDecides() {
    RequestRules rules =
        RequestRules.all(Priority.BULK)
            .with(Priority.CRITICAL, "/pay/", "/api/pay")
            .with(Priority.LOW, "pay");
    assertThat(rules.classify("/pay")).isEqualTo(Priority.CRITICAL);
    assertThat(rules.classify("/pay/7")).isEqualTo(Priority.CRITICAL);
    assertThat(rules.classify("/payroll")).isEqualTo(Priority.BULK);
    assertThat(rules.classify("/x/pay")).isEqualTo(Priority.LOW);
    assertThat(rules.classify("/api/pay/7")).isEqualTo(Priority.CRITICAL);
  }

  @Test
  void with_aRuleThatCannotFit_saysWhatOneIs() {
    assertThatThrownBy(() -> RequestRules.standard().with(Priority.LOW, "a/b"))
        .hasMessage("rule must be a path that begins with /, or a segment without one: rule=a/b");
    assertThatThrownBy(() -> RequestRules.standard().with(Priority.LOW, ""))
        .hasMessage("rule must be a path that begins with /, or a segment without one: rule=");
  }
}
