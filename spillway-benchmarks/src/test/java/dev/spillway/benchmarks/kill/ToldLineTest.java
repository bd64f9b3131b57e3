package dev.spillway.benchmarks.kill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spillway.Priority;
import dev.spillway.benchmarks.kill.Told.Answered;
import dev.spillway.benchmarks.kill.Told.Delivered;
import dev.spillway.benchmarks.kill.Told.Item;
import dev.spillway.benchmarks.kill.Told.Offered;
import dev.spillway.benchmarks.kill.Told.Opening;
import dev.spillway.benchmarks.kill.Told.Ready;
import dev.spillway.benchmarks.kill.Told.Refusal;
import dev.spillway.benchmarks.kill.Told.Stopped;
import dev.spillway.benchmarks.kill.Told.Stopping;
import java.util.List;
import org.junit.jupiter.api.Test;

class ToldLineTest {
  private static final LaneBook BOOK = new LaneBook(1, 2, 3, 4, 5, 6, -7);
  private static final List<Told> ALL =
      List.of(
          new Opening(),
          new Ready(7, true, false, 3, List.of(1L, 2L, 3L, 4L, 5L)),
          new Offered(2, 100, 17),
          new Answered(new Offered(0, 5, 3), true, List.of()),
          new Answered(
              new Offered(1, 5, 3), false, List.of(new Refusal(6, false), new Refusal(7, true))),
          new Delivered(Priority.LOW, List.of(new Item("1-2-3", -4), new Item("5-0-6", 7))),
          new Stopping(),
          new Stopped(1, -2, 3, true, List.of(BOOK, BOOK, BOOK, BOOK, BOOK)));

  @Test
  void parse_wholeLine_givesWhatWasTold() {
    for (Told told : ALL) {
      assertThat(ToldLine.parse(ToldLine.of(told))).isEqualTo(told);
    }
  }

  @Test
  void parse_lineThatWasCutOffAnywhere_givesNothing() {
    for (Told told : ALL) {
      String line = ToldLine.of(told);
      for (int length = 0; length < line.length(); length++) {
        assertThat(ToldLine.parse(line.substring(0, length))).isNull();
      }
    }
  }

  @Test
  void parse_otherWords_areRefused() {
    assertThatThrownBy(() -> ToldLine.parse("hello ;"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("line must be a child's: line=hello ;");
  }
}
