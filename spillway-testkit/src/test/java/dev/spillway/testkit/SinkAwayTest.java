package dev.spillway.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.Durability;
import dev.spillway.Priority;
import dev.spillway.Receipt;
import dev.spillway.circuit.CircuitState;
import dev.spillway.delivery.Dispatcher;
import dev.spillway.delivery.ErrorCategory;
import dev.spillway.delivery.SinkResult;
import dev.spillway.queue.DiskMode;
import dev.spillway.queue.Event;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Events of a log whose sink is away for longer than some of them are of use. */
class SinkAwayTest {
  private static final SinkResult DOWN =
      new SinkResult.EndpointFailed(ErrorCategory.CONNECT, "down", Duration.ZERO);

  private final SimulatedFiles files = new SimulatedFiles();

  /** Every second one is of no use after five seconds. */
  private static List<Event> events(QueueRig rig, Priority priority, int count) {
    long soonMillis = rig.time.epochMillis() + 5_000;
    List<Event> events = new ArrayList<>();
    for (int number = 0; number < count; number++) {
      Event.Builder event =
          Event.builder(priority.token() + "-" + number, new byte[300]).priority(priority);
      events.add(number % 2 == 0 ? event.build() : event.deadlineMillis(soonMillis).build());
    }
    return events;
  }

  @ParameterizedTest
  @EnumSource(
      value = DiskMode.class,
      names = {"WRITE_AHEAD", "OVERFLOW"})
  void deliver_deadlinesPassWhileBatchesAreOut_settlesThemInTheLogToo(DiskMode mode) {
    QueueRig rig = new QueueRig(files, mode);
    List<String> handedOver = new ArrayList<>();
    rig.sink = batch -> DOWN;
    List<CompletableFuture<Receipt>> answers = new ArrayList<>();
    for (Priority priority : Priority.values()) {
      answers.add(rig.offer(Durability.VOLATILE, events(rig, priority, 60)));
    }
    Dispatcher dispatcher = rig.dispatch();
    rig.run(Duration.ofMinutes(1));
    assertThat(answers).allSatisfy(answer -> assertThat(answer.join().accepted()).isEqualTo(60));
    assertThat(rig.taken).isEmpty();
    assertThat(dispatcher.figures().circuit().state()).isNotEqualTo(CircuitState.CLOSED);
    rig.sink =
        batch -> {
          handedOver.addAll(QueueRig.ids(batch));
          return SinkResult.DELIVERED;
        };
    rig.run(Duration.ofMinutes(5));
    assertThat(handedOver).containsExactlyInAnyOrderElementsOf(usefulIds()).isEqualTo(rig.taken);
    for (Priority priority : Priority.values()) {
      assertThat(rig.account(priority).expired()).isEqualTo(30);
      assertThat(rig.account(priority).delivered()).isEqualTo(30);
      assertThat(rig.lane(priority).inLog()).isZero();
    }
    assertThat(rig.queue.held()).isZero();
    assertThat(rig.queue.figures().memoryBytes()).isZero();
    rig.assertExact();

    rig.queue.close();
    QueueRig after = new QueueRig(files.crash(3), mode);
    for (Priority priority : Priority.values()) {
      assertThat(after.account(priority).recovered()).as("left in the log").isZero();
    }
  }

  private static List<String> usefulIds() {
    List<String> ids = new ArrayList<>();
    for (Priority priority : Priority.values()) {
      for (int number = 0; number < 60; number += 2) {
        ids.add(priority.token() + "-" + number);
      }
    }
    return ids;
  }
}
