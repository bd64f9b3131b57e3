package dev.spillway.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PositionMaskTest {
  private final PositionMask mask = new PositionMask(new byte[32]);

  @Test
  void open_ofWhatWasMasked_isThePosition() {
    SplittableRandom random = new SplittableRandom(7);
    Set<Long> seen = new HashSet<>();
    for (int count = 0; count < 1_000; count++) {
      long position = count < 100 ? count : random.nextLong(1L << 40);
      long masked = mask.mask(position);
      assertThat(masked).isBetween(0L, (1L << 52) - 1);
      assertThat(mask.open(masked)).isEqualTo(position);
      seen.add(masked);
    }
    assertThat(seen).hasSize(1_000);
  }

  @Test
  void open_ofAnotherServersNumbers_nearlyAlwaysNoticesIt() {
    PositionMask other = new PositionMask(new byte[] {1});
    int unnoticed = 0;
    for (long position = 0; position < 1_000; position++) {
      unnoticed += mask.open(other.mask(position)) == PositionMask.NONE ? 0 : 1;
    }
    assertThat(unnoticed).isLessThan(5);
    assertThat(mask.open(1L << 52)).isEqualTo(PositionMask.NONE);
  }
}
