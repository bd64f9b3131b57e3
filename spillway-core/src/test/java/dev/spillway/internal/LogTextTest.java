package dev.spillway.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LogTextTest {
  @Test
  void quoted_whatWouldEndTheValueOrTheLine_staysInside() {
    assertThat(LogText.quoted("a \"b\" \\ c\r\nevent=forged\u001b[31m"))
        .isEqualTo("\"a \\\"b\\\" \\\\ c  event=forged [31m\"");
  }

  @Test
  void quoted_bracesOfAMessageFormat_areTakenApart() {
    assertThat(LogText.quoted("{} {0}")).isEqualTo("\"{ } { 0}\"");
  }
}
