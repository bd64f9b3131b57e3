package dev.spillway.limit;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.Priority;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The queue beside a list that is searched from end to end. */
class WaitQueueModelTest {
  private static final double TYPICAL = 1_000;
  private static final int LEAD = 16;

  private final LimiterBuilder settings = Limiter.builder("model").slots(1);
  private final Partition partition = new Partition("", settings, new Told(), 0);
  private final WaitQueue queue = partition.queue();
  private final TenantShares shares = partition.shares();
  private final List<Waiter> model = new ArrayList<>();
  private long nowNanos;

  private void add(SplittableRandom random) {
    Request request =
        Request.of(Priority.values()[random.nextInt(5)])
            .withTenant("tenant-" + random.nextInt(1 + random.nextInt(12)));
    nowNanos++;
    Waiter waiter =
        new Waiter(request, partition, new Waiter.Term(nowNanos, nowNanos + 1_000_000), null, null);
    queue.add(shares.of(request.tenant()), waiter, TYPICAL);
    model.add(waiter);
  }

  private TenantShare shareOf(Waiter waiter) {
    return shares.of(waiter.request.tenant());
  }

  private void take(SplittableRandom random) {
    Waiter next = queue.next(TYPICAL);
    assertThat(next == null).isEqualTo(model.isEmpty());
    if (next == null) {
      return;
    }
    double least = model.stream().mapToDouble(w -> shareOf(w).virtualNanos()).min().orElseThrow();
    int rank =
        model.stream()
            .filter(w -> shareOf(w).virtualNanos() <= least + LEAD * TYPICAL)
            .mapToInt(w -> w.rank)
            .min()
            .orElseThrow();
    assertThat(next.rank).isEqualTo(rank);
    double ofClass =
        model.stream()
            .filter(w -> w.rank == rank)
            .mapToDouble(w -> shareOf(w).virtualNanos())
            .min()
            .orElseThrow();
    assertThat(shareOf(next).virtualNanos()).isEqualTo(ofClass);
    Waiter oldest =
        model.stream()
            .filter(w -> w.rank == rank && shareOf(w) == shareOf(next))
            .min(Comparator.comparingLong(w -> w.arrivedNanos))
            .orElseThrow();
    assertThat(next).isSameAs(oldest);
    queue.remove(next);
    model.remove(next);
    shareOf(next).charge(random.nextInt(2_000));
  }

  private void removeAny(SplittableRandom random) {
    if (!model.isEmpty()) {
      queue.remove(model.remove(random.nextInt(model.size())));
    }
  }

  private void compareCounts() {
    assertThat(queue.waiting()).isEqualTo(model.size());
    for (int rank = 0; rank < queue.ranks(); rank++) {
      int of = rank;
      assertThat(queue.line(rank).waiting())
          .isEqualTo((int) model.stream().filter(w -> w.rank == of).count());
      TenantLine largest = queue.line(rank).largest();
      int most =
          model.stream()
              .filter(w -> w.rank == of)
              .mapToInt(w -> requireNonNull(w.line).size())
              .max()
              .orElse(0);
      assertThat(largest == null ? 0 : largest.size()).isEqualTo(most);
      for (int depth = 1; depth < 6; depth++) {
        assertThat(queue.line(rank).before(depth)).isEqualTo(within(rank, depth));
      }
    }
  }

  /** Of each tenant at most {@code depth}, counted one by one. */
  private int within(int rank, int depth) {
    return model.stream()
        .filter(w -> w.rank == rank)
        .map(w -> requireNonNull(w.line))
        .distinct()
        .mapToInt(line -> Math.min(depth, line.size()))
        .sum();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void queue_whateverHappens_isAsTheListSays(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int step = 0; step < 4_000; step++) {
      int kind = random.nextInt(10);
      if (kind < 5) {
        add(random);
      } else if (kind < 9) {
        take(random);
      } else {
        removeAny(random);
      }
      if (step % 10 == 0) {
        compareCounts();
      }
    }
    while (!model.isEmpty()) {
      take(random);
    }
    compareCounts();
    assertThat(queue.next(TYPICAL)).isNull();
  }
}
