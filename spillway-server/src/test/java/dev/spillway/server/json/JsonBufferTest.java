package dev.spillway.server.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class JsonBufferTest {
  private final JsonBuffer buffer = new JsonBuffer(0);

  @Test
  void string_ofWhateverText_isReadBackTheSame() {
    SplittableRandom random = new SplittableRandom(42);
    JsonMapper json = new JsonMapper();
    String alphabet = "\u0000\u001f\n\r\t\b\"\\/aü€😀\u007f\u2028";
    int[] codePoints = alphabet.codePoints().toArray();
    for (int run = 0; run < 20_000; run++) {
      StringBuilder made = new StringBuilder();
      for (int left = random.nextInt(12); left > 0; left--) {
        made.appendCodePoint(codePoints[random.nextInt(codePoints.length)]);
      }
      String text = made.toString();
      buffer.clear(random.nextInt(8));
      buffer.string(text);
      assertThat(json.readValue(written(), String.class)).isEqualTo(text);
    }
  }

  @Test
  void string_ofAnUnpairedSurrogate_hasAQuestionMarkInItsPlace() {
    assertThat(new String(buffer.string("a\ud800b").view().array(), 0, 5, StandardCharsets.UTF_8))
        .isEqualTo("\"a?b\"");
  }

  @Test
  void base64_isPaddedAndQuoted() {
    buffer.base64(new byte[] {(byte) 0xFF, 0, 1, 2}, 0, 4);

    assertThat(written()).isEqualTo("\"/wABAg==\"");
  }

  private String written() {
    return new String(buffer.array(), 0, buffer.size(), StandardCharsets.UTF_8);
  }
}
