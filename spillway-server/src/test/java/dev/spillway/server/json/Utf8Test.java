package dev.spillway.server.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class Utf8Test {
  @Test
  void firstInvalid_onRandomBytes_agreesWithTheJdkAboutValidity() {
    SplittableRandom random = new SplittableRandom(4711);
    int[] starts = {0x00, 0x41, 0x7F, 0x80, 0xBF, 0xC1, 0xC2, 0xE0, 0xED, 0xEF, 0xF0, 0xF4, 0xF5};
    for (int run = 0; run < 200_000; run++) {
      byte[] bytes = new byte[random.nextInt(6)];
      for (int index = 0; index < bytes.length; index++) {
        bytes[index] =
            (byte)
                (random.nextInt(3) == 0
                    ? starts[random.nextInt(starts.length)]
                    : 0x80 + random.nextInt(0x40));
      }
      assertThat(Utf8.isValid(bytes, 0, bytes.length))
          .as(() -> java.util.HexFormat.of().formatHex(bytes))
          .isEqualTo(isValidToTheJdk(bytes));
    }
  }

  private static boolean isValidToTheJdk(byte[] bytes) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  @Test
  void firstInvalid_inAPartOfAnArray_doesNotLookBeyondIt() {
    byte[] bytes = "aü".getBytes(StandardCharsets.UTF_8);

    assertThat(Utf8.firstInvalid(bytes, 0, 2)).isEqualTo(1);
    assertThat(Utf8.firstInvalid(bytes, 0, 3)).isEqualTo(-1);
    assertThat(Utf8.characters(bytes, 0, 3)).isEqualTo(2);
  }
}
