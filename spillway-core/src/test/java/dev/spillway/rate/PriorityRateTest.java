package dev.spillway.rate;

import static dev.spillway.Priority.BULK;
import static dev.spillway.Priority.CRITICAL;
import static dev.spillway.Priority.HIGH;
import static dev.spillway.Priority.LOW;
import static dev.spillway.Priority.NORMAL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spillway.Priority;
import dev.spillway.time.ManualTime;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PriorityRateTest {
  private static final long SECOND = 1_000_000_000L;
  private static final long START = new ManualTime(5).nanoTime();

  private static RateSettings.Builder settings() {
    return RateSettings.builder()
        .eventsPerSecond(100)
        .burst(1_000)
        .reserved(CRITICAL, 0.2)
        .reserved(HIGH, 0.1)
        .reserved(NORMAL, 0.3);
  }

  @ParameterizedTest
  @CsvSource({"CRITICAL,1000", "HIGH,800", "NORMAL,700", "LOW,400", "BULK,400"})
  void take_alone_stopsAtWhatIsReservedForThoseAbove(Priority priority, int granted) {
    PriorityRate rate = new PriorityRate(settings().build(), START);
    assertThat(rate.take(priority, 5_000, START)).isEqualTo(granted);
    assertThat(rate.take(priority, 1, START)).isZero();
  }

  @Test
  void take_bulkHasTakenAllItMay_everyHigherOneFindsItsShare() {
    PriorityRate rate = new PriorityRate(settings().build(), START);
    assertThat(rate.take(BULK, 5_000, START)).isEqualTo(400);
    assertThat(rate.take(LOW, 5_000, START)).isZero();
    assertThat(rate.take(NORMAL, 5_000, START)).isEqualTo(300);
    assertThat(rate.take(HIGH, 5_000, START)).isEqualTo(100);
    assertThat(rate.take(CRITICAL, 5_000, START)).isEqualTo(200);
  }

  @Test
  void take_criticalNeedsTheWholeRate_bulkGetsNothingUntilTheReserveIsWhole() {
    PriorityRate rate = new PriorityRate(settings().build(), START);
    rate.take(CRITICAL, 1_000, START);
    for (int second = 1; second <= 20; second++) {
      assertThat(rate.take(BULK, 100, START + second * SECOND)).isZero();
      assertThat(rate.take(CRITICAL, 100, START + second * SECOND)).isEqualTo(100);
    }
    assertThat(rate.take(BULK, 100, START + 26 * SECOND)).isZero();
    assertThat(rate.take(BULK, 100, START + 27 * SECOND)).isEqualTo(100);
  }

  @Test
  void take_windowIsBounded_admitsNoMoreInIt() {
    PriorityRate rate =
        new PriorityRate(
            settings().window(Duration.ofSeconds(10)).windowEvents(1_500).build(), START);
    int granted = 0;
    for (int second = 0; second < 9; second++) {
      granted += rate.take(CRITICAL, 1_000, START + second * SECOND);
    }
    assertThat(granted).isEqualTo(1_500);
    assertThat(rate.take(CRITICAL, 1, START + 9 * SECOND)).isZero();
    assertThat(rate.retryAfterNanos(CRITICAL, 1, START + 9 * SECOND)).isBetween(SECOND, 3 * SECOND);
    assertThat(rate.take(CRITICAL, 1_000, START + 12 * SECOND)).isEqualTo(700);
  }

  @Test
  void take_windowAlone_reservesItsShares() {
    PriorityRate rate =
        new PriorityRate(
            settings().eventsPerSecond(Double.POSITIVE_INFINITY).windowEvents(1_000).build(),
            START);
    assertThat(rate.take(BULK, 5_000, START)).isEqualTo(400);
    assertThat(rate.take(CRITICAL, 5_000, START)).isEqualTo(600);
    assertThat(rate.retryAfterNanos(BULK, 1, START)).isEqualTo(61 * SECOND);
  }

  @Test
  void giveBack_whatWasTaken_canBeTakenAgainAndIsNotCounted() {
    PriorityRate rate = new PriorityRate(settings().windowEvents(2_000).build(), START);
    assertThat(rate.take(CRITICAL, 1_000, START)).isEqualTo(1_000);
    rate.giveBack(300, START);
    assertThat(rate.take(CRITICAL, 1_000, START)).isEqualTo(300);
    RateFigures figures = rate.figures(START);
    assertThat(figures.granted()).isEqualTo(1_000);
    assertThat(figures.refused()).isEqualTo(700);
  }

  @Test
  void retryAfterNanos_bucketIsEmpty_isWhenTheReserveAndTheWantedAreThere() {
    PriorityRate rate = new PriorityRate(settings().build(), START);
    rate.take(CRITICAL, 1_000, START);
    assertThat(rate.retryAfterNanos(CRITICAL, 10, START)).isEqualTo(SECOND / 10);
    assertThat(rate.retryAfterNanos(BULK, 10, START)).isEqualTo(6 * SECOND + SECOND / 10);
    assertThat(rate.retryAfterNanos(BULK, 9_999, START)).isEqualTo(10 * SECOND);
  }

  @Test
  void change_whileRunning_keepsWhatIsThereAndFollowsTheNewShares() {
    PriorityRate rate = new PriorityRate(settings().build(), START);
    rate.take(CRITICAL, 500, START);
    rate.change(settings().build().toBuilder().reserved(CRITICAL, 0).build(), START);
    assertThat(rate.take(HIGH, 1_000, START)).isEqualTo(500);
    rate.change(RateSettings.builder().eventsPerSecond(10).burst(20).build(), START);
    assertThat(rate.take(BULK, 50, START + 60 * SECOND)).isEqualTo(20);
    assertThat(rate.settings().eventsPerSecond()).isEqualTo(10);
  }

  @Test
  void figures_afterSomeTakes_sayWhatHappened() {
    PriorityRate rate = new PriorityRate(settings().build(), START);
    rate.take(NORMAL, 600, START);
    rate.take(BULK, 600, START);
    RateFigures figures = rate.figures(START + SECOND);
    assertThat(figures.eventsPerSecond()).isEqualTo(100);
    assertThat(figures.burst()).isEqualTo(1_000);
    assertThat(figures.available()).isEqualTo(500);
    assertThat(figures.reserved())
        .containsEntry(CRITICAL, 200L)
        .containsEntry(NORMAL, 300L)
        .containsEntry(BULK, 0L);
    assertThat(figures.measuredPerSecond()).isEqualTo(10);
    assertThat(figures.granted()).isEqualTo(600);
    assertThat(figures.refused()).isEqualTo(600);
  }

  @Test
  void settings_wrong_areNamed() {
    assertThatThrownBy(() -> settings().windowEvents(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("window-events must be at least 1: window-events=0");
    assertThatThrownBy(() -> settings().reserved(LOW, 1))
        .hasMessage("reserved must be 0 or more and below 1: reserved.low=1.0");
    assertThatThrownBy(() -> settings().burst(-1))
        .hasMessage("burst must be between 1 and 1000000000000: burst=-1");
    assertThatThrownBy(() -> settings().reserved(LOW, 0.5).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("reserved must be at most 1 in all: reserved=");
  }
}
