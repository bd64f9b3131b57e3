package dev.spillway.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.spillway.Delayed;
import dev.spillway.Priority;
import dev.spillway.Receipt;
import dev.spillway.queue.DiskMode;
import dev.spillway.queue.EventQueue;
import dev.spillway.queue.LaneFigures;
import dev.spillway.queue.RecordBuffer;
import dev.spillway.queue.SpillLane;
import dev.spillway.queue.SpillStore;
import dev.spillway.queue.Strategy;
import dev.spillway.spill.SpillLog;
import dev.spillway.time.ManualTime;
import dev.spillway.time.VirtualScheduler;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * What becomes of the next event, for every strategy, priority and fill of its lane.
 *
 * <p>The table is what a user was promised, worked out by hand: {@code in} enters memory; {@code
 * in+10} enters and its producer should wait 10 ms; {@code log} goes to the log; {@code push}
 * enters for an event of a lower lane; {@code no} is refused. The columns are the events in the
 * lane, which has 100 places, and beyond them: {@code lower}, the lane is full and a lower one is
 * not empty; {@code alone}, all lower ones are empty; each of these also with a log that is full.
 */
class StrategyTableTest {
  private static final int PLACES = 100;

  private static final String TABLE =
      """
      strategy  priority  0   50  79  80     90       94       95       lower         alone         lower+disk    alone+disk
      drop      critical  in  in  in  in     in       in       in       log           log           no            no
      drop      high      in  in  in  in     in       in       in       no            no            no            no
      drop      normal    in  in  in  in     in       in       in       no            no            no            no
      drop      low       in  in  in  in     in       in       in       no            no            no            no
      drop      bulk      in  in  in  in     in       in       in       no            no            no            no
      throttle  critical  in  in  in  in+10  in+22.5  in+31.1 in+33.8 log+50.6    log+50.6    no            no
      throttle  high      in  in  in  in+10  in+22.5  in+31.1 in+33.8 no            no            no            no
      throttle  normal    in  in  in  in+10  in+22.5  in+31.1 in+33.8 no            no            no            no
      throttle  low       in  in  in  in+10  in+22.5  in+31.1 in+33.8 no            no            no            no
      throttle  bulk      in  in  in  in+10  in+22.5  in+31.1 in+33.8 no            no            no            no
      spill     critical  in  in  in  in     in       in       in       log           log           no            no
      spill     high      in  in  in  in     in       in       in       log           log           no            no
      spill     normal    in  in  in  in     in       in       in       log           log           no            no
      spill     low       in  in  in  in     in       in       in       log           log           no            no
      spill     bulk      in  in  in  in     in       in       in       log           log           no            no
      shed      critical  in  in  in  in     in       in       in       push          log           push          no
      shed      high      in  in  in  in     in       in       in       push          no            push          no
      shed      normal    in  in  in  in     in       in       in       push          no            push          no
      shed      low       in  in  in  in     in       in       in       push          no            push          no
      shed      bulk      in  in  in  in     in       in       in       no            no            no            no
      adaptive  critical  in  in  in  in     in       in       in       push          log           push          no
      adaptive  high      in  in  in  in+10  in+22.5  in+31.1 log      log           log           push          no
      adaptive  normal    in  in  in  in+10  in+22.5  in+31.1 log      log           log           push          no
      adaptive  low       in  in  in  in+20  log      log      log      log           log           push          no
      adaptive  bulk      in  in  in  log    log      log      log      log           log           no            no
      """;

  @TestFactory
  @DisplayName("A4, A6, A7, A10: every strategy at every fill for every priority")
  Stream<DynamicTest> table() {
    List<String[]> rows = TABLE.lines().map(line -> line.split(" +")).toList();
    String[] columns = rows.get(0);
    List<DynamicTest> tests = new ArrayList<>();
    for (String[] row : rows.subList(1, rows.size())) {
      for (int column = 2; column < columns.length; column++) {
        Case tried =
            new Case(
                Strategy.valueOf(row[0].toUpperCase(Locale.ROOT)),
                Priority.valueOf(row[1].toUpperCase(Locale.ROOT)),
                columns[column]);
        String expected = row[column];
        tests.add(
            dynamicTest(
                tried + " " + expected, () -> assertThat(tried.outcome()).isEqualTo(expected)));
      }
    }
    assertThat(tests).hasSize(Strategy.values().length * Priority.values().length * 11);
    return tests.stream();
  }

  /** One cell: a queue of its own, filled, and one more event. */
  private record Case(Strategy strategy, Priority priority, String fill) {
    String outcome() {
      FullableStore store = new FullableStore();
      EventQueue queue = queue(store);
      if (fill.startsWith("lower") && priority != Priority.BULK) {
        offer(queue, Priority.BULK, 0, 10);
      }
      int inLane = Character.isDigit(fill.charAt(0)) ? Integer.parseInt(fill) : PLACES;
      fillLane(queue, inLane);
      store.full = fill.endsWith("disk");
      long logBefore = lane(queue, priority).inLog();
      Receipt receipt = offer(queue, priority, inLane, 1);
      String way = way(queue, receipt, logBefore);
      queue.close();
      return way + delay(receipt);
    }

    private EventQueue queue(FullableStore store) {
      var builder = EventQueue.builder("table").strategy(Strategy.DROP);
      for (Priority lane : Priority.values()) {
        builder.laneEvents(lane, PLACES);
      }
      return builder.spill(store, DiskMode.OVERFLOW).time(store.time).build();
    }

    /** One by one, as they would come, under a strategy that lets memory fill up. */
    private void fillLane(EventQueue queue, int count) {
      assertThat(offer(queue, priority, 0, count).accepted()).isEqualTo(count);
      queue.change(queue.policy().toBuilder().strategy(strategy).build());
    }

    private String way(EventQueue queue, Receipt receipt, long logBefore) {
      long displaced =
          Arrays.stream(Priority.values())
              .mapToLong(lower -> lane(queue, lower).account().displaced())
              .sum();
      boolean toLog = lane(queue, priority).inLog() > logBefore;
      if (receipt.accepted() == 0) {
        assertThat(displaced).as("displaced for nothing").isZero();
        return "no";
      }
      return toLog ? "log" : displaced == 0 ? "in" : "push";
    }

    private static String delay(Receipt receipt) {
      if (!(receipt.decision(0) instanceof Delayed delayed)) {
        return "";
      }
      return "+"
          + BigDecimal.valueOf(delayed.delay().toNanos(), 6)
              .setScale(1, RoundingMode.HALF_UP)
              .stripTrailingZeros()
              .toPlainString();
    }

    private static Receipt offer(EventQueue queue, Priority priority, int from, int count) {
      return queue
          .offer(QueueRig.events(priority, from, from + count))
          .toCompletableFuture()
          .join();
    }

    private static LaneFigures lane(EventQueue queue, Priority priority) {
      return Objects.requireNonNull(queue.figures().lanes().get(priority));
    }
  }

  /** A real log on simulated files that can be told to have no room. */
  private static final class FullableStore extends StoreDecorator {
    private final ManualTime time;
    private boolean full;

    FullableStore() {
      this(new ManualTime(7));
    }

    private FullableStore(ManualTime time) {
      super(open(time));
      this.time = time;
    }

    private static SpillStore open(ManualTime time) {
      VirtualScheduler scheduler = new VirtualScheduler(time);
      return SpillLog.builder(new SimulatedFiles())
          .diskBytes(16 << 20)
          .carryOverBytes(1 << 20)
          .blockBytes(8 << 10)
          .maxRecordBytes(64 << 10)
          .schedulers(scheduler, scheduler)
          .open();
    }

    @Override
    SpillLane decorate(Priority priority, SpillLane lane) {
      return new LaneDecorator(lane) {
        @Override
        public boolean append(RecordBuffer records, @Nullable AppendCallback callback) {
          return !full && super.append(records, callback);
        }
      };
    }
  }
}
