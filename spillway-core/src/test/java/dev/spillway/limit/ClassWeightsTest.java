package dev.spillway.limit;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.Priority;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClassWeightsTest {
  private static final Duration DEADLINE = Duration.ofMillis(500);

  private final LimiterRig rig =
      new LimiterRig(
          settings -> settings.slots(1).order(Order.WEIGHTED).deadline(Duration.ofHours(1)));

  @AfterEach
  void nothingIsLeft() {
    rig.finishAll();
  }

  private void ask(int each) {
    for (int round = 0; round < each; round++) {
      for (Priority priority : Priority.values()) {
        rig.ask(priority);
      }
    }
  }

  /** The classes of the next so many that begin. */
  private Map<Priority, Integer> starts(int count) {
    Map<Priority, Integer> starts = new EnumMap<>(Priority.class);
    for (int start = 0; start < count; start++) {
      rig.advance(LimiterRig.SERVICE);
      rig.finishFirst();
      starts.merge(rig.working.element().request.priority(), 1, Integer::sum);
    }
    return starts;
  }

  @Test
  void weighted_allClassesWait_shareByWeight() {
    ask(100);
    assertThat(starts(5 * 31))
        .containsExactly(
            Map.entry(Priority.CRITICAL, 80),
            Map.entry(Priority.HIGH, 40),
            Map.entry(Priority.NORMAL, 20),
            Map.entry(Priority.LOW, 10),
            Map.entry(Priority.BULK, 5));
  }

  @Test
  void weighted_aClassComesBack_hasNoCredit() {
    rig.ask(Priority.BULK);
    for (int call = 0; call < 200; call++) {
      rig.ask(Priority.CRITICAL);
    }
    starts(100);
    for (int call = 0; call < 100; call++) {
      rig.ask(Priority.BULK);
    }
    assertThat(starts(34).get(Priority.BULK)).isLessThanOrEqualTo(3);
  }

  @Test
  void weighted_nobodyElseWaits_getsAllSlots() {
    for (int call = 0; call < 20; call++) {
      rig.ask(Priority.BULK);
    }
    assertThat(starts(19)).containsExactly(Map.entry(Priority.BULK, 19));
  }

  /** Critical work at ten times the capacity, and a little bulk work; how much of that was done. */
  private static long bulkDone(UnaryOperator<LimiterBuilder> settings, Request bulk) {
    LimiterRig loaded =
        new LimiterRig(s -> settings.apply(s.order(Order.WEIGHTED)).deadline(DEADLINE));
    for (int call = 0; call < 20_000; call++) { // 1,000 a second can be done
      loaded.advance(Duration.ofNanos(100_000));
      loaded.ask(Priority.CRITICAL);
      if (call % 100 == 0) {
        loaded.ask(bulk);
      }
      if (call % 10 == 0 && !loaded.working.isEmpty()) {
        loaded.finishFirst();
      }
    }
    loaded.finishAll();
    return loaded.limiter.figures().admitted().getOrDefault(Priority.BULK, 0L);
  }

  @Test
  void weighted_oneTenantAsksForAllClasses_theLowestIsNotRefusedForTheHighest() {
    assertThat(bulkDone(s -> s, Request.of(Priority.BULK)))
        .as("100 a second, of which 1,000 / 17 can be done, for two seconds")
        .isBetween(100L, 140L);
  }

  @Test
  void weighted_theClassesUseSeveralPartitions_noneStarves() {
    Request bulk = Request.of(Priority.BULK).withDependency("b");
    assertThat(bulkDone(s -> s.partition("b", 1.0), bulk)).isBetween(90L, 140L);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void before_asManyAsItSays_beginBeforeIt(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int call = 0; call < 200; call++) {
      add(Priority.values()[random.nextInt(5)]);
      if (random.nextInt(3) == 0) {
        take();
      }
    }
    Waiter last = add(Priority.values()[random.nextInt(5)]);
    int foretold = foretold(last);
    List<Waiter> before = new ArrayList<>();
    Waiter next = take();
    while (next != last) {
      before.add(next);
      next = take();
    }
    assertThat(before).hasSize(foretold);
  }

  private final Partition partition =
      new Partition("", Limiter.builder("model").slots(1).order(Order.WEIGHTED), new Told(), 0);

  private int foretold(Waiter last) {
    WaitQueue queue = partition.queue();
    TenantShare share = partition.shares().of(null);
    queue.remove(last);
    int foretold = queue.before(share, last, 1_000);
    queue.add(share, last, 1_000);
    return foretold;
  }

  private Waiter add(Priority priority) {
    Waiter waiter =
        new Waiter(Request.of(priority), partition, new Waiter.Term(0, 1_000_000), null, null);
    partition.queue().add(partition.shares().of(null), waiter, 1_000);
    return waiter;
  }

  private Waiter take() {
    Waiter next = requireNonNull(partition.queue().next(1_000));
    partition.queue().start(next);
    return next;
  }
}
