package dev.spillway.queue;

import static dev.spillway.queue.Events.event;
import static dev.spillway.queue.Events.numbered;
import static dev.spillway.queue.Events.offer;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.Admitted;
import dev.spillway.Delayed;
import dev.spillway.Priority;
import dev.spillway.Reason;
import dev.spillway.Refused;
import dev.spillway.time.ManualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One event, answered at once. */
class TryOfferTest {
  private final ManualTime time = new ManualTime(11);
  private EventQueue queue = queue(Strategy.DROP);

  private EventQueue queue(Strategy strategy) {
    EventQueueBuilder builder = EventQueue.builder("try").strategy(strategy).time(time);
    for (Priority lane : Priority.values()) {
      builder.laneEvents(lane, 10);
    }
    return builder.build();
  }

  @AfterEach
  void balances() {
    for (LaneFigures lane : queue.figures().lanes().values()) {
      assertThat(lane.account().imbalance()).as(lane.account().toString()).isZero();
    }
  }

  private Account account(Priority priority) {
    return requireNonNull(queue.figures().lanes().get(priority)).account();
  }

  @Test
  void tryOffer_thereIsRoom_admits() {
    assertThat(queue.tryOffer(event("a", Priority.LOW))).isEqualTo(Admitted.ADMITTED);
    assertThat(account(Priority.LOW).held()).isEqualTo(1);
  }

  @Test
  void tryOffer_laneIsFull_refusesWithTheSameObjectEachTime() {
    offer(queue, numbered(Priority.LOW, 0, 10));
    Refused refused = (Refused) queue.tryOffer(event("a", Priority.LOW));
    assertThat(refused.reason()).isEqualTo(Reason.LANE_FULL);
    assertThat(queue.tryOffer(event("b", Priority.LOW))).isSameAs(refused);
    assertThat(account(Priority.LOW).refused()).isEqualTo(Map.of(Reason.LANE_FULL, 2L));
  }

  @Test
  void tryOffer_laneIsAboveItsHighMark_admitsWithADelay() {
    queue = queue(Strategy.THROTTLE);
    offer(queue, numbered(Priority.LOW, 0, 8));
    assertThat(queue.tryOffer(event("a", Priority.LOW)))
        .isEqualTo(new Delayed(Duration.ofMillis(10), Reason.BACKPRESSURE));
    assertThat(account(Priority.LOW).held()).isEqualTo(9);
  }

  @Test
  void tryOffer_somethingLowerCanGo_takesItsPlaceAndGivesItBack() {
    queue = queue(Strategy.SHED);
    offer(queue, numbered(Priority.HIGH, 0, 10));
    offer(queue, numbered(Priority.LOW, 0, 10));
    assertThat(queue.tryOffer(event("a", Priority.HIGH))).isEqualTo(Admitted.ADMITTED);
    assertThat(account(Priority.LOW).displaced()).isEqualTo(1);
    // the place is lent, so that all lanes together hold no more than they may
    assertThat(queue.tryOffer(event("b", Priority.LOW))).isInstanceOf(Refused.class);
    requireNonNull(queue.poll(Priority.BULK, 100, 1 << 20)).delivered();
    assertThat(queue.tryOffer(event("c", Priority.LOW))).isEqualTo(Admitted.ADMITTED);
    assertThat(account(Priority.LOW).held()).isEqualTo(10);
  }

  @Test
  void tryOffer_onlyHigherEventsWait_displacesNone() {
    queue = queue(Strategy.SHED);
    offer(queue, numbered(Priority.HIGH, 0, 10));
    offer(queue, numbered(Priority.LOW, 0, 10));
    assertThat(queue.tryOffer(event("a", Priority.LOW))).isInstanceOf(Refused.class);
    assertThat(account(Priority.HIGH).displaced()).isZero();
  }

  @Test
  void tryOffer_lowerEventIsInDelivery_leavesItThere() {
    queue = queue(Strategy.SHED);
    offer(queue, numbered(Priority.LOW, 0, 1));
    Batch out = requireNonNull(queue.poll(Priority.BULK, 100, 1 << 20));
    offer(queue, numbered(Priority.HIGH, 0, 10));
    assertThat(queue.tryOffer(event("a", Priority.HIGH))).isInstanceOf(Refused.class);
    out.delivered();
    assertThat(account(Priority.LOW).delivered()).isEqualTo(1);
  }

  @Test
  void tryOffer_displacedEventWasTooLate_countsItAsExpired() {
    queue = queue(Strategy.SHED);
    offer(queue, numbered(Priority.HIGH, 0, 10));
    queue.tryOffer(
        Event.builder("late", new byte[9])
            .priority(Priority.LOW)
            .deadlineMillis(time.epochMillis() + 5)
            .build());
    time.advance(Duration.ofMillis(5));
    assertThat(queue.tryOffer(event("a", Priority.HIGH))).isEqualTo(Admitted.ADMITTED);
    assertThat(account(Priority.LOW).expired()).isEqualTo(1);
    assertThat(account(Priority.LOW).displaced()).isZero();
  }

  @Test
  void tryOffer_allThatIsLowerWouldNotMakeRoom_displacesNothing() {
    queue =
        EventQueue.builder("try").strategy(Strategy.SHED).memoryBytes(1 << 20).time(time).build();
    List<Event> first = new ArrayList<>();
    for (int number = 0; number < 12; number++) {
      first.add(event("out-" + number, Priority.BULK, 5_000));
    }
    offer(queue, first);
    requireNonNull(queue.poll(Priority.BULK, 100, 1 << 20)); // in delivery, not to be displaced
    offer(queue, numbered(Priority.BULK, 0, 50));
    int high = 0;
    while (offer(queue, List.of(event("h-" + high, Priority.HIGH, 900))).accepted() == 1
        && account(Priority.BULK).displaced() == 0) {
      high++;
    }
    long displaced = account(Priority.BULK).displaced();
    assertThat(queue.tryOffer(event("large", Priority.HIGH, 60_000))).isInstanceOf(Refused.class);
    assertThat(account(Priority.BULK).displaced()).isEqualTo(displaced);
  }

  @Test
  void offer_laneIsFullOfWhatIsTooLate_letsThatGoAndTakesTheNext() {
    offer(queue, numbered(Priority.LOW, 0, 2));
    Batch out = requireNonNull(queue.poll(Priority.BULK, 1, 1 << 20));
    for (int number = 0; number < 7; number++) {
      queue.tryOffer(
          Event.builder("late-" + number, new byte[9])
              .priority(Priority.LOW)
              .deadlineMillis(time.epochMillis() + 5)
              .build());
    }
    queue.tryOffer(event("last", Priority.LOW));
    assertThat(queue.tryOffer(event("early", Priority.LOW))).isInstanceOf(Refused.class);
    time.advance(Duration.ofMillis(20));
    assertThat(queue.tryOffer(event("a", Priority.LOW))).isEqualTo(Admitted.ADMITTED);
    assertThat(offer(queue, numbered(Priority.LOW, 10, 30)).accepted()).isEqualTo(6);
    assertThat(account(Priority.LOW).expired()).isEqualTo(7);
    out.delivered();
    assertThat(Events.ids(requireNonNull(queue.poll(Priority.BULK, 100, 1 << 20))))
        .startsWith("low-1", "last", "a", "low-10");
  }

  @Test
  void tryOffer_afterAStop_refuses() {
    queue.stopAccepting();
    assertThat(queue.tryOffer(event("a", Priority.LOW)))
        .isEqualTo(new Refused(Reason.STOPPING, Duration.ofSeconds(1)));
  }

  @Test
  void tryOffer_deadlineHasPassed_refuses() {
    Event late = Event.builder("late", new byte[9]).deadlineMillis(time.epochMillis()).build();
    assertThat(queue.tryOffer(late)).isEqualTo(new Refused(Reason.DEADLINE_PASSED, Duration.ZERO));
  }
}
