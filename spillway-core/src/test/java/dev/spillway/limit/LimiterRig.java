package dev.spillway.limit;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.Priority;
import dev.spillway.Refused;
import dev.spillway.WaitFigures;
import dev.spillway.time.ManualTime;
import dev.spillway.time.VirtualScheduler;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A limiter in virtual time, and what became of all who asked it. */
final class LimiterRig {
  static final Duration SERVICE = Duration.ofMillis(2);

  final VirtualScheduler scheduler;
  final Limiter limiter;
  final List<Asked> asked = new ArrayList<>();

  /** Who asked since the start. */
  private final List<Asked> everybody = new ArrayList<>();

  /** What tests asked of the limiter itself. */
  private int askedDirectly;

  /** Who works, in the order in which they began. */
  final Deque<Asked> working = new ArrayDeque<>();

  LimiterRig(UnaryOperator<LimiterBuilder> settings) {
    this(new VirtualScheduler(new ManualTime(7)), settings);
  }

  /** A rig whose time is that of {@code scheduler}, whatever the settings make of it. */
  LimiterRig(VirtualScheduler scheduler, UnaryOperator<LimiterBuilder> settings) {
    this.scheduler = scheduler;
    limiter =
        settings
            .apply(
                Limiter.builder("test")
                    .slots(2)
                    .deadline(Duration.ofMillis(100))
                    .scheduler(scheduler))
            .build();
  }

  static LimiterRig plain() {
    return new LimiterRig(settings -> settings);
  }

  Asked ask(Priority priority) {
    return ask(Request.of(priority));
  }

  Asked ask(Request request) {
    Asked one = new Asked(request, asked.size());
    asked.add(one);
    limiter.acquire(request, one);
    return one;
  }

  /** Teaches the limiter how long work takes: {@code count} calls that fill all slots. */
  void warmUp(int count) {
    for (int call = 0; call < count; call++) {
      ask(Priority.CRITICAL);
      ask(Priority.CRITICAL);
      ask(Priority.CRITICAL);
      while (!working.isEmpty()) {
        advance(SERVICE);
        int done = working.size();
        for (int one = 0; one < done; one++) {
          finishFirst();
        }
      }
    }
    asked.clear();
  }

  void advance(Duration step) {
    scheduler.advance(step);
  }

  /** The one that has worked longest is done. */
  Asked finishFirst() {
    Asked first = working.remove();
    first.permit().succeeded();
    return first;
  }

  /** Tells that so many requests did not come through here, so that the account balances. */
  void askedDirectly(int count) {
    askedDirectly += count;
  }

  /** Everybody is done, until nobody waits; then nothing may be left. */
  void finishAll() {
    while (!working.isEmpty()) {
      advance(SERVICE);
      finishFirst();
    }
    scheduler.advance(Duration.ofSeconds(60));
    assertAtRest();
  }

  void assertAtRest() {
    LimiterFigures figures = limiter.figures();
    assertAccount(figures);
    assertThat(figures.inFlight()).as("in flight").isZero();
    assertThat(figures.available()).as("available").isEqualTo(figures.limit());
    assertThat(figures.waiting().values()).as("waiting").allMatch(count -> count == 0);
  }

  /** Asked = admitted + refused + abandoned, as those who asked and the figures tell it. */
  private void assertAccount(LimiterFigures figures) {
    long untold = everybody.stream().filter(Asked::isWaiting).count();
    long abandoned = sum(figures.abandoned());
    assertThat(untold).as("never told, and not abandoned").isEqualTo(abandoned);
    long refused = figures.refused().values().stream().mapToLong(LimiterRig::sum).sum();
    assertThat(sum(figures.admitted()) + refused + abandoned)
        .as("admitted, refused and abandoned, of those who asked")
        .isEqualTo(everybody.size() + askedDirectly);
    assertThat(figures.waits().values().stream().mapToLong(WaitFigures::count).sum())
        .as("who waited and began, of those admitted")
        .isLessThanOrEqualTo(sum(figures.admitted()));
    long toldRefused = everybody.stream().filter(Asked::isRefused).count();
    assertThat(refused).as("refused").isBetween(toldRefused, toldRefused + askedDirectly);
  }

  private static long sum(Map<?, Long> counts) {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  List<Asked> working() {
    return List.copyOf(working);
  }

  /** One who asked. */
  final class Asked implements AcquireCallback {
    final Request request;
    final int index;
    private @Nullable Permit permit;
    private @Nullable Refused refusal;

    Asked(Request request, int index) {
      this.request = request;
      this.index = index;
      everybody.add(this);
    }

    @Override
    public void admitted(Permit granted) {
      assertThat(permit).as("told twice").isNull();
      assertThat(refusal).as("told twice").isNull();
      permit = granted;
      working.add(this);
    }

    @Override
    public void refused(Refused decision) {
      assertThat(permit).as("told twice").isNull();
      assertThat(refusal).as("told twice").isNull();
      refusal = decision;
    }

    Permit permit() {
      return requireNonNull(permit, () -> "no permit: " + this);
    }

    Refused refusal() {
      return requireNonNull(refusal, () -> "not refused: " + this);
    }

    /** Whether it was admitted, be it done or not. */
    boolean isWorking() {
      return permit != null;
    }

    /** Whether its work is over. */
    boolean isDone() {
      return permit != null && !working.contains(this);
    }

    boolean isRefused() {
      return refusal != null;
    }

    boolean isWaiting() {
      return permit == null && refusal == null;
    }

    @Override
    public String toString() {
      return index + " " + request.priority() + " " + request.tenant() + " " + refusal;
    }
  }
}
