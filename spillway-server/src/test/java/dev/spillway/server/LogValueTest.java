package dev.spillway.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LogValueTest {
  @Test
  void of_plainWord_staysAsItIs() {
    assertThat(LogValue.of("./data/queues")).isEqualTo("./data/queues");
    assertThat(LogValue.of(7)).isEqualTo("7");
  }

  @Test
  void of_anythingThatCouldLookLikeMore_isQuotedAndEscaped() {
    assertThat(LogValue.of("a b")).isEqualTo("\"a b\"");
    assertThat(LogValue.of("")).isEqualTo("\"\"");
    assertThat(LogValue.of("x\nevent=forged")).isEqualTo("\"x\\u000aevent=forged\"");
    assertThat(LogValue.of("say \"hi\" \\ \u001b[31m"))
        .isEqualTo("\"say \\\"hi\\\" \\\\ \\u001b[31m\"");
  }
}
