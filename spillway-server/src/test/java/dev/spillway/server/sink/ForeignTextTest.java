package dev.spillway.server.sink;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ForeignTextTest {
  @Test
  void shown_controlAndFormatCharacters_escapesThem() {
    assertThat(ForeignText.shown(" a\u001b[2J\u0000\u009b\u202eb\ud800 \uD83D\uDE00"))
        .isEqualTo("a\\u001b[2J\\u0000\\u009b\\u202eb\\ud800 \uD83D\uDE00");
  }

  @Test
  void shown_severalLines_makesOne() {
    assertThat(ForeignText.shown("\r\na\n\tb\u2028c\u0085d\n")).isEqualTo("a b c d");
  }

  @Test
  void shown_longText_isCut() {
    assertThat(ForeignText.shown("x".repeat(201))).isEqualTo("x".repeat(200) + "…");
    assertThat(ForeignText.shown("x".repeat(200))).isEqualTo("x".repeat(200));
  }
}
