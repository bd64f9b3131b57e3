package dev.spillway.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestTest {
  private static final List<String> WORDS = List.of("length", "deadline", "plant", "S2");

  @Test
  void of_slipOfAFinger_findsWhatWasMeant() {
    assertThat(Nearest.of("lenght", WORDS)).isEqualTo("length");
    assertThat(Nearest.of("plnt", WORDS)).isEqualTo("plant");
    assertThat(Nearest.of("deadlines", WORDS)).isEqualTo("deadline");
    assertThat(Nearest.of("S22", WORDS)).isEqualTo("S2");
  }

  @Test
  void of_anotherWord_findsNone() {
    assertThat(Nearest.of("colour", WORDS)).isNull();
    assertThat(Nearest.of("plant", List.of())).isNull();
  }
}
