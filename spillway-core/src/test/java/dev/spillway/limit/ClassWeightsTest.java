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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClassWeightsTest {
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
