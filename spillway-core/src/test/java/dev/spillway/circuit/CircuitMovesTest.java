package dev.spillway.circuit;

import static dev.spillway.circuit.MoveCause.FORCED_CLOSED;
import static dev.spillway.circuit.MoveCause.FORCED_OPEN;
import static dev.spillway.circuit.MoveCause.HALF_OPEN_FAILURES;
import static dev.spillway.circuit.MoveCause.HALF_OPEN_SUCCESSES;
import static dev.spillway.circuit.MoveCause.NO_ANSWER;
import static dev.spillway.circuit.MoveCause.OPEN_TIME_PASSED;
import static dev.spillway.circuit.MoveCause.RESET;
import static dev.spillway.circuit.MoveCause.TOO_MANY_FAILURES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spillway.time.ManualTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every move from every state, legal or not. */
class CircuitMovesTest {
  /** How each state is reached, and what may come next: the table a second time, by hand. */
  private static final Map<List<MoveCause>, Map<MoveCause, String>> TABLE =
      Map.of(
          List.of(),
          Map.of(TOO_MANY_FAILURES, "open"),
          List.of(TOO_MANY_FAILURES),
          Map.of(OPEN_TIME_PASSED, "half-open"),
          List.of(TOO_MANY_FAILURES, OPEN_TIME_PASSED),
          Map.of(HALF_OPEN_SUCCESSES, "closed", HALF_OPEN_FAILURES, "open", NO_ANSWER, "open"),
          List.of(FORCED_OPEN),
          Map.of(),
          List.of(FORCED_CLOSED),
          Map.of());

  private static final Map<MoveCause, String> BY_HAND =
      Map.of(FORCED_OPEN, "open held", FORCED_CLOSED, "closed held", RESET, "closed");

  private static Stream<Arguments> everyMove() {
    List<Arguments> moves = new ArrayList<>();
    TABLE.forEach(
        (path, legal) -> {
          for (MoveCause cause : MoveCause.values()) {
            String to = legal.getOrDefault(cause, BY_HAND.getOrDefault(cause, "illegal"));
            moves.add(Arguments.of(path, cause, to));
          }
        });
    return moves.stream();
  }

  @ParameterizedTest(name = "{0} then {1}: {2}")
  @MethodSource("everyMove")
  void move_fromEachState_isMadeOrThrowsAsTheTableSays(
      List<MoveCause> path, MoveCause cause, String to) {
    MoveLog log = new MoveLog("sink");
    CircuitCourse course =
        new CircuitCourse(CircuitBreaker.builder("sink", new ManualTime(3)), log);
    path.forEach(step -> course.move(step, "to get there"));
    Phase before = course.phase();
    if (to.equals("illegal")) {
      assertThatThrownBy(() -> course.move(cause, "on trial"))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("move must be in the table: move=" + cause + " " + course);
      assertThat(course.phase()).isSameAs(before);
      assertThat(log.last()).hasSize(path.size());
    } else {
      course.move(cause, "on trial");
      Phase after = course.phase();
      assertThat(after.state().token() + (after.held() ? " held" : "")).isEqualTo(to);
      assertThat(after.generation()).isEqualTo(before.generation() + 1);
      assertThat(log.last()).hasSize(path.size() + 1);
      assertThat(log.last().get(path.size()))
          .extracting("from", "to", "reason")
          .containsExactly(before.state(), after.state(), "on trial");
    }
  }
}
