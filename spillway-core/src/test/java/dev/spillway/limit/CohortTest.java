package dev.spillway.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.Priority;
import dev.spillway.Reason;
import dev.spillway.limit.LimiterRig.Asked;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CohortTest {
  private static final long NOON = Duration.ofHours(500_000).toMillis();

  private final LimiterRig rig = LimiterRig.plain();

  @AfterEach
  void nothingIsLeft() {
    rig.finishAll();
  }

  private Asked ask(String user) {
    return rig.ask(Request.of(Priority.NORMAL).withUser(user));
  }

  private static int cohort(String user) {
    return Cohorts.of(user, NOON);
  }

  @Test
  void of_aUser_isTheSameForAnHour() {
    assertThat(Cohorts.of("ann", NOON + 3_599_999)).isEqualTo(cohort("ann"));
    List<Integer> byHour =
        IntStream.range(0, 24)
            .mapToObj(hour -> Cohorts.of("ann", NOON + 3_600_000L * hour))
            .toList();
    assertThat(new TreeSet<>(byHour)).hasSizeGreaterThan(15);
  }

  @Test
  void of_manyUsers_areSpreadOverAllCohorts() {
    int[] users = new int[129];
    for (int user = 0; user < 12_800; user++) {
      users[cohort("user-" + user)]++;
    }
    assertThat(users[0]).isZero();
    assertThat(IntStream.rangeClosed(1, 128).map(cohort -> users[cohort]))
        .allMatch(n -> n > 50 && n < 150);
  }

  @Test
  void complete_severalUsersWait_servesTheLowerCohortFirst() {
    rig.ask(Priority.NORMAL);
    rig.ask(Priority.NORMAL);
    List<Asked> waiting = new ArrayList<>();
    for (int user = 0; user < 20; user++) {
      waiting.add(ask("user-" + user));
    }
    Asked continuing = rig.ask(Request.of(Priority.NORMAL).withUser("zoe").continuing());
    Asked nobody = rig.ask(Priority.NORMAL);
    long epochMillis = rig.scheduler.time().epochMillis();
    List<Asked> order = new ArrayList<>(List.of(continuing, nobody));
    waiting.stream()
        .sorted(
            Comparator.comparingInt(
                asked -> Cohorts.of(String.valueOf(asked.request.user()), epochMillis)))
        .forEach(order::add);
    rig.finishFirst();
    rig.finishFirst();
    List<Asked> served = new ArrayList<>();
    while (!rig.working.isEmpty()) {
      served.add(rig.finishFirst());
    }
    assertThat(served).containsExactlyElementsOf(order);
  }

  /** Tasks of three steps, none told to go on with another, at four times the capacity. */
  @Test
  void acquire_overload_doesSomeUsersTasksAsAWhole() {
    double random = wholeTasks(false);
    double byUser = wholeTasks(true);
    assertThat(random).as("each step is as likely to be shed").isLessThan(0.15);
    assertThat(byUser).as("the same users' are").isGreaterThan(0.2);
  }

  private static double wholeTasks(boolean told) {
    LimiterRig rig = LimiterRig.plain();
    rig.warmUp(40);
    SplittableRandom random = new SplittableRandom(5);
    List<List<Asked>> tasks = new ArrayList<>();
    for (int round = 0; round < 2_000; round++) {
      int arrivals = random.nextDouble() < 0.67 ? 3 : 2;
      for (int task = 0; task < arrivals; task++) {
        Request request = Request.of(Priority.NORMAL);
        String user = "user-" + random.nextInt(1_000);
        tasks.add(new ArrayList<>(List.of(rig.ask(told ? request.withUser(user) : request))));
      }
      for (List<Asked> task : tasks) {
        if (task.size() < 3 && task.get(task.size() - 1).isDone()) {
          task.add(rig.ask(task.get(0).request));
        }
      }
      rig.advance(LimiterRig.SERVICE);
      for (int slot = 0; slot < 2 && !rig.working.isEmpty(); slot++) {
        rig.finishFirst();
      }
    }
    long whole = tasks.stream().filter(task -> task.size() == 3 && task.get(2).isWorking()).count();
    rig.finishAll();
    return (double) whole / tasks.size();
  }

  @Test
  void acquire_onlyNobodysRequestsAreLeftInALineOfUsers_oneOfThemGivesWay() {
    LimiterRig full = new LimiterRig(settings -> settings.slots(1).mostWaiting(2));
    full.ask(Priority.LOW);
    Asked alice = full.new Asked(Request.of(Priority.LOW).withUser("alice"), 0);
    Acquisition waiting = full.limiter.acquire(alice.request, alice);
    Asked nobodys = full.ask(Priority.LOW);
    assertThat(waiting.cancel()).isTrue();
    full.ask(Priority.LOW);
    assertThat(full.ask(Priority.CRITICAL).isWaiting()).isTrue();
    assertThat(nobodys.refusal().reason()).isEqualTo(Reason.DISPLACED);
    full.finishAll();
  }
}
