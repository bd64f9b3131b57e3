package dev.spillway.spill;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CompressionChoiceTest {
  private static final long CYCLE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private final CompressionChoice choice = new CompressionChoice();
  private long nowNanos = -CYCLE_NANOS; // so that times pass zero

  /** The writer works all the time, at so many bytes a nanosecond each way. */
  private int compressedCycles(int cycles, double compressedSpeed, double plainSpeed) {
    int compressed = 0;
    for (int cycle = 0; cycle < cycles; cycle++) {
      boolean compressing = choice.isCompressing();
      compressed += compressing ? 1 : 0;
      work(compressing ? compressedSpeed : plainSpeed, 0);
    }
    return compressed;
  }

  private void work(double speed, long pauseNanos) {
    choice.wrote((long) (speed * CYCLE_NANOS), nowNanos, nowNanos + CYCLE_NANOS);
    nowNanos += CYCLE_NANOS + pauseNanos;
  }

  @Test
  void writer_thatKeepsUp_compresses() {
    for (int cycle = 0; cycle < 1_000; cycle++) {
      assertThat(choice.isCompressing()).isTrue();
      work(0.5, CYCLE_NANOS);
    }
  }

  @Test
  void writer_thatIsBusy_leavesOutWhatSlowsItDown() {
    assertThat(compressedCycles(2_000, 0.5, 1.0)).isBetween(10, 200);
  }

  @Test
  void writer_thatIsBusyOnASlowDisk_compresses() {
    assertThat(compressedCycles(2_000, 0.5, 0.2)).isBetween(1_800, 1_990);
  }

  @Test
  void writer_thatGainsLittle_keepsTheDiskSmall() {
    assertThat(compressedCycles(2_000, 0.5, 0.55)).isGreaterThan(1_800);
  }

  @Test
  void writer_whoseDiskBecomesSlow_compressesAgain() {
    compressedCycles(500, 0.5, 1.0);
    compressedCycles(500, 0.5, 0.2);
    assertThat(compressedCycles(1_000, 0.5, 0.2)).isGreaterThan(900);
  }

  @Test
  void writer_thatPauses_compressesAgain() {
    compressedCycles(500, 0.5, 1.0);
    for (int cycle = 0; cycle < 20; cycle++) {
      work(1.0, CYCLE_NANOS);
    }
    assertThat(choice.isCompressing()).isTrue();
  }
}
