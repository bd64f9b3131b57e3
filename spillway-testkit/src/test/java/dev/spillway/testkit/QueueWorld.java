package dev.spillway.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.Decision;
import dev.spillway.Durability;
import dev.spillway.Priority;
import dev.spillway.Reason;
import dev.spillway.Receipt;
import dev.spillway.Refused;
import dev.spillway.delivery.SinkResult;
import dev.spillway.delivery.SinkResult.EventRefusal;
import dev.spillway.queue.BatchView;
import dev.spillway.queue.DeadLetterBox;
import dev.spillway.queue.DeadLetterFigures;
import dev.spillway.queue.DeadLetterFilter;
import dev.spillway.queue.Event;
import dev.spillway.queue.LaneFigures;
import dev.spillway.queue.QueueFigures;
import dev.spillway.queue.Strategy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Random work on a queue, with a sink that fails in every way, checked against the contracts at
 * each step and at rest. The same seed gives the same run.
 */
final class QueueWorld {
  private static final int PAYLOAD_BYTES = 300;
  private static final Duration REST = Duration.ofMinutes(10);

  /** How far each level may fill the half of the memory that is for events without a log. */
  private static final Map<Priority, Double> RING_SHARES =
      Map.of(
          Priority.CRITICAL, 1.0,
          Priority.HIGH, 0.95,
          Priority.NORMAL, 0.9,
          Priority.LOW, 0.8,
          Priority.BULK, 0.7);

  private final SplittableRandom random;
  private final QueueRig rig;
  private final List<Promise> promises = new ArrayList<>();
  private final Map<Priority, Integer> offered = new HashMap<>();
  private final Map<Priority, Integer> lastFirstDelivery = new HashMap<>();
  private final Set<String> spoiled = new HashSet<>();

  /** The spoiled ones that the sink takes meanwhile. */
  private final Set<String> healed = new HashSet<>();

  private final Set<String> seen = new HashSet<>();
  private final StringBuilder trace = new StringBuilder();
  private Strategy[] strategies = {};
  private @Nullable AssertionError broken;

  QueueWorld(long seed, QueueRig rig) {
    random = new SplittableRandom(seed);
    this.rig = rig;
    rig.sink = this::checkedAnswer;
    rig.dispatch();
  }

  /** Changes the strategy from time to time, while {@link #steps} goes on. */
  QueueWorld changing(Strategy... among) {
    strategies = among;
    return this;
  }

  /** Runs {@code steps} random steps and checks what must hold after each. */
  QueueWorld steps(int steps) {
    for (int step = 0; step < steps; step++) {
      if (random.nextInt(3) == 0) {
        rig.run(Duration.ofMillis(random.nextInt(20)));
      } else {
        offer(Priority.values()[random.nextInt(5)], random.nextInt(1, 60));
      }
      if (strategies.length > 0 && random.nextInt(20) == 0) {
        Strategy next = strategies[random.nextInt(strategies.length)];
        rig.queue.change(rig.queue.policy().toBuilder().strategy(next).build());
      }
      assertBounded();
      assertNothingBroken();
    }
    return this;
  }

  /** Replays and discards dead letters at random between new offers. */
  QueueWorld meddle(int rounds) {
    DeadLetterBox box = rig.queue.deadLetters();
    for (int round = 0; round < rounds; round++) {
      rig.run(REST);
      spoiled.stream().filter(id -> random.nextInt(4) == 0).forEach(healed::add);
      Priority priority = Priority.values()[random.nextInt(5)];
      DeadLetterFilter some = DeadLetterFilter.ALL.withPriority(priority);
      switch (random.nextInt(4)) {
        case 0 -> box.replay(some);
        case 1 -> box.replay(DeadLetterFilter.ALL.withLimit(random.nextInt(1, 9)));
        case 2 -> box.discard(some.withLimit(random.nextInt(1, 3)));
        default -> steps(20);
      }
      rig.run(Duration.ofMillis(random.nextInt(50)));
      assertNothingBroken();
    }
    rig.run(REST);
    assertThat(box.figures().replayed()).as("replayed at all").isPositive();
    return this;
  }

  private void assertNothingBroken() {
    if (broken != null) {
      throw broken;
    }
  }

  private void offer(Priority priority, int count) {
    int from = offered.merge(priority, count, Integer::sum) - count;
    List<Event> events = new ArrayList<>();
    for (int number = from; number < from + count; number++) {
      events.add(event(priority, number));
    }
    boolean durable = random.nextInt(4) == 0;
    CompletionStage<Receipt> answer =
        rig.queue.offer(events, durable ? Durability.DURABLE : Durability.VOLATILE);
    answer.whenComplete(
        (receipt, error) -> {
          try {
            assertThat(error).as("an offer never completes exceptionally").isNull();
            promised(events, receipt);
          } catch (AssertionError e) {
            broken = e; // a stage would swallow it
          }
        });
  }

  private Event event(Priority priority, int number) {
    String id = priority.token() + "-" + number;
    if (random.nextInt(200) == 0) {
      spoiled.add(id);
    }
    Event.Builder event = Event.builder(id, new byte[PAYLOAD_BYTES]).priority(priority);
    if (random.nextInt(20) == 0) {
      event.deadlineMillis(rig.time.epochMillis() + random.nextInt(1, 500));
    }
    return event.build();
  }

  private void promised(List<Event> events, Receipt receipt) {
    for (int index = 0; index < events.size(); index++) {
      if (!(receipt.decision(index) instanceof Refused)) {
        promises.add(new Promise(events.get(index), receipt.durability()));
      } else {
        assertCriticalIsRefusedLast(events.get(index));
        if (receipt.durability() == Durability.VOLATILE) { // what goes to the log displaces nothing
          assertNothingLowerWaits(events.get(index), receipt.decision(index));
        }
      }
    }
  }

  /** Contract 3: when critical finds no room, nothing lower finds any. */
  private void assertCriticalIsRefusedLast(Event refused) {
    boolean load = !refused.isExpiredAt(rig.time.epochMillis());
    if (refused.priority() == Priority.CRITICAL && load) {
      int number = offered.merge(Priority.BULK, 1, Integer::sum) - 1;
      Event bulk =
          Event.builder("bulk-" + number, new byte[PAYLOAD_BYTES]).priority(Priority.BULK).build();
      Receipt receipt = rig.offer(Durability.VOLATILE, List.of(bulk)).join();
      assertThat(receipt.accepted()).as("bulk admitted where critical was refused").isZero();
    }
  }

  /** Contract 3: what sheds refuses nothing while it could displace something lower. */
  private void assertNothingLowerWaits(Event refused, Decision decision) {
    Strategy strategy = rig.queue.policy().strategy();
    boolean full = decision instanceof Refused r && r.reason() == Reason.MEMORY_FULL;
    if (!full || (strategy != Strategy.SHED && strategy != Strategy.ADAPTIVE)) {
      return;
    }
    long lower = 0;
    for (LaneFigures lane : rig.queue.figures().lanes().values()) {
      if (!lane.priority().isAtLeast(refused.priority())) {
        lower += Math.max(0, lane.inMemory() - lane.retrying() - QueueRig.BATCH_EVENTS);
      }
    }
    double share = Objects.requireNonNull(RING_SHARES.get(refused.priority()));
    double limitBytes = share * QueueRig.MEMORY_BYTES / 2;
    assertThat(rig.queue.figures().memoryBytes() - (lower - 2) * PAYLOAD_BYTES)
        .as(lower + " lower events wait where " + refused + " was refused")
        .isGreaterThan((long) limitBytes);
  }

  private SinkResult checkedAnswer(BatchView batch) {
    try {
      return answer(batch);
    } catch (AssertionError e) {
      broken = e; // the dispatcher would take it for a failure of the endpoint
      throw e;
    }
  }

  private SinkResult answer(BatchView batch) {
    List<String> ids = QueueRig.ids(batch);
    trace.append(batch.priority()).append(ids).append('\n');
    assertInTime(batch);
    int luck = random.nextInt(10);
    if (luck == 0) {
      return new SinkResult.EndpointFailed("planned", Duration.ZERO);
    }
    if (luck == 1 && ids.stream().anyMatch(this::isRefused)) {
      if (ids.size() == 1) {
        assertInOrder(batch); // a larger one comes again in halves, this one has had its turn
      }
      return new SinkResult.BatchRefused("planned");
    }
    List<EventRefusal> refusals = new ArrayList<>();
    for (int index = 0; index < ids.size(); index++) {
      if (isRefused(ids.get(index))) {
        refusals.add(new EventRefusal(index, "planned"));
      }
    }
    assertInOrder(batch);
    return refusals.isEmpty() ? SinkResult.DELIVERED : new SinkResult.EventsRefused(refusals);
  }

  private boolean isRefused(String id) {
    return spoiled.contains(id) && !healed.contains(id);
  }

  /** Contract 5: what is too late is never handed to the sink, by whichever attempt. */
  private void assertInTime(BatchView batch) {
    long startedMillis = rig.time.epochMillis();
    for (int index = 0; index < batch.size(); index++) {
      assertThat(batch.event(index).isExpiredAt(startedMillis))
          .as("handed out after its deadline: " + batch.event(index))
          .isFalse();
    }
  }

  /** Contract 4: first deliveries of a lane keep the order of arrival. */
  private void assertInOrder(BatchView batch) {
    for (int index = 0; index < batch.size(); index++) {
      String id = batch.event(index).id();
      if (seen.add(id)) {
        int number = Integer.parseInt(id.substring(id.indexOf('-') + 1));
        Integer before = lastFirstDelivery.put(batch.priority(), number);
        assertThat(before == null || before < number)
            .as(id + " delivered first after " + before)
            .isTrue();
      }
    }
  }

  /** Contract 1: memory holds no more than its bound, by the queue's own figure and by ours. */
  private void assertBounded() {
    QueueFigures figures = rig.queue.figures();
    long inMemory = 0;
    for (LaneFigures lane : figures.lanes().values()) {
      inMemory += lane.inMemory();
    }
    assertThat(figures.memoryBytes()).isBetween(0L, figures.memoryBoundBytes());
    assertThat(inMemory * PAYLOAD_BYTES).isLessThanOrEqualTo(figures.memoryBoundBytes());
  }

  /** Contracts 2 and 6: lets everything settle, and finds each accepted event again. */
  void assertAtRest() {
    rig.run(REST);
    assertNothingBroken();
    assertThat(rig.queue.held()).as("held at rest").isZero();
    assertThat(rig.queue.figures().memoryBytes()).as("memory at rest").isZero();
    assertThat(rig.queue.figures().trouble()).isNull();
    rig.assertExact();
    long expired = 0;
    long displaced = 0;
    long deadLettered = 0;
    long replayed = 0;
    for (LaneFigures lane : rig.queue.figures().lanes().values()) {
      expired += lane.account().expired();
      displaced += lane.account().displaced();
      deadLettered += lane.account().deadLettered();
      replayed += lane.account().replayed();
    }
    DeadLetterFigures letters = rig.queue.deadLetters().figures();
    assertThat(letters.imbalance()).as("" + letters).isZero();
    assertThat(letters.deadLettered()).isEqualTo(deadLettered);
    assertThat(letters.replayed()).isEqualTo(replayed);
    Set<String> missing = promisedIds(Durability.VOLATILE);
    missing.removeAll(rig.taken);
    long lateAtMost = missing.stream().filter(id -> !spoiled.contains(id)).count();
    assertThat(lateAtMost)
        .as("neither delivered nor spoiled: " + missing)
        .isLessThanOrEqualTo(expired + displaced);
    assertThat((long) missing.size())
        .isEqualTo(letters.kept() + letters.discarded() + expired + displaced);
    Set<String> owed = safeIds();
    owed.removeAll(rig.taken);
    assertThat(owed).as("durable and neither delivered nor spoiled").isEmpty();
  }

  /** The ids of accepted events under at least {@code durability}. */
  Set<String> promisedIds(Durability durability) {
    Set<String> ids = new HashSet<>();
    for (Promise promise : promises) {
      if (promise.durability().compareTo(durability) >= 0) {
        ids.add(promise.event().id());
      }
    }
    return ids;
  }

  /** The ids of accepted durable events that have no deadline and that the sink would take. */
  Set<String> safeIds() {
    Set<String> ids = new HashSet<>();
    for (Promise promise : promises) {
      Event event = promise.event();
      if (promise.durability() == Durability.DURABLE
          && event.deadlineMillis() == Event.NO_DEADLINE
          && !spoiled.contains(event.id())) {
        ids.add(event.id());
      }
    }
    return ids;
  }

  List<String> taken() {
    return rig.taken;
  }

  /** Everything that the sink was handed, in order. */
  String trace() {
    return trace.toString();
  }

  private record Promise(Event event, Durability durability) {}
}
