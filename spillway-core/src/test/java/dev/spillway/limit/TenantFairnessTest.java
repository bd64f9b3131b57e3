package dev.spillway.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.Priority;
import dev.spillway.limit.LimiterRig.Asked;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TenantFairnessTest {
  private LimiterRig rig = new LimiterRig(settings -> settings.deadline(Duration.ofSeconds(10)));

  @AfterEach
  void nothingIsLeft() {
    rig.finishAll();
  }

  private Asked ask(String tenant, Priority priority) {
    return rig.ask(Request.of(priority).withTenant(tenant));
  }

  @Test
  void complete_oneTenantHasMoreWaiting_servesInTurns() {
    rig.warmUp(20);
    for (int call = 0; call < 20; call++) {
      ask("loud", Priority.NORMAL);
    }
    for (int call = 0; call < 5; call++) {
      ask("quiet", Priority.NORMAL);
    }
    Map<String, Integer> served = new TreeMap<>();
    for (int call = 0; call < 12; call++) {
      rig.advance(LimiterRig.SERVICE);
      served.merge(String.valueOf(rig.finishFirst().request.tenant()), 1, Integer::sum);
    }
    assertThat(served.get("quiet")).isEqualTo(5);
  }

  @Test
  void complete_theLoudTenantUsesAnotherPartition_servesTheOthersInTurns() {
    rig =
        new LimiterRig(settings -> settings.partition("db", 1.0).deadline(Duration.ofSeconds(10)));
    rig.warmUp(20);
    for (int call = 0; call < 40; call++) {
      ask("loud", Priority.NORMAL);
    }
    for (int call = 0; call < 5; call++) {
      for (String quiet : List.of("one", "two", "three")) {
        rig.ask(Request.of(Priority.NORMAL).withTenant(quiet).withDependency("db"));
      }
    }
    Map<String, Integer> served = new TreeMap<>();
    for (int call = 0; call < 24; call++) {
      rig.advance(LimiterRig.SERVICE);
      served.merge(String.valueOf(rig.finishFirst().request.tenant()), 1, Integer::sum);
    }
    assertThat(served).containsEntry("one", 5).containsEntry("two", 5).containsEntry("three", 5);
  }

  @Test
  void complete_aTenantWithLongWork_isChargedItsSlotTime() {
    rig = new LimiterRig(settings -> settings.slots(1).deadline(Duration.ofSeconds(10)));
    rig.warmUp(20);
    for (int call = 0; call < 200; call++) {
      ask("long", Priority.NORMAL);
      ask("short", Priority.NORMAL);
    }
    Map<String, Double> slotMillis = new TreeMap<>();
    for (int call = 0; call < 200; call++) {
      Asked done = rig.working.remove();
      boolean isLong = "long".equals(done.request.tenant());
      Duration took = Duration.ofMillis(isLong ? 8 : 2);
      rig.advance(took);
      done.permit().succeeded();
      slotMillis.merge(
          String.valueOf(done.request.tenant()), (double) took.toMillis(), Double::sum);
    }
    assertThat(slotMillis.getOrDefault("long", 0.0) / slotMillis.getOrDefault("short", 0.0))
        .isBetween(0.8, 1.25);
  }

  @Test
  void complete_aLoudTenantsCriticalWork_leavesTheOthersTheirShare() {
    rig.warmUp(20);
    for (int call = 0; call < 300; call++) {
      ask("loud", Priority.CRITICAL);
    }
    for (int call = 0; call < 100; call++) {
      ask("quiet", Priority.LOW);
    }
    int quiet = 0;
    for (int call = 0; call < 200; call++) {
      rig.advance(LimiterRig.SERVICE);
      quiet += "quiet".equals(rig.finishFirst().request.tenant()) ? 1 : 0;
    }
    assertThat(quiet).as("half of the slots, less a bounded lead").isBetween(80, 100);
  }

  @Test
  void acquire_aTenantComesBack_hasABoundedCredit() {
    rig.warmUp(20);
    for (int call = 0; call < 200; call++) {
      ask("steady", Priority.NORMAL);
    }
    ask("returning", Priority.NORMAL);
    for (int call = 0; call < 100; call++) {
      rig.advance(LimiterRig.SERVICE);
      rig.finishFirst();
    }
    for (int call = 0; call < 60; call++) {
      ask("returning", Priority.NORMAL);
    }
    int inARow = 0;
    for (int call = 0; call < 40; call++) {
      rig.advance(LimiterRig.SERVICE);
      inARow += "returning".equals(rig.finishFirst().request.tenant()) ? 1 : 0;
    }
    assertThat(inARow).as("16 in a row and half of the rest").isBetween(24, 32);
  }

  @Test
  void acquire_aNewNameForEveryRequest_leavesKnownTenantsTheirs() {
    rig = LimiterRig.plain();
    rig.warmUp(20);
    List<Asked> known = new ArrayList<>();
    known.add(ask("known", Priority.NORMAL));
    for (int round = 0; round < 1_000; round++) {
      for (int name = 0; name < 4; name++) {
        ask("name-" + round + "-" + name, Priority.NORMAL);
      }
      if (round % 5 == 0) {
        known.add(ask("known", Priority.NORMAL));
      }
      rig.advance(LimiterRig.SERVICE);
      rig.finishFirst();
      rig.finishFirst();
    }
    rig.finishAll();
    assertThat(known)
        .as("a tenth of the slots, where a thousand names ask for twice all")
        .allMatch(Asked::isWorking);
  }

  @Test
  void tenants_moreThanTheTableHolds_shareAndAreServedAll() {
    rig =
        new LimiterRig(
            settings -> settings.tenants(10).deadline(Duration.ofSeconds(10)).mostWaiting(5_000));
    for (int tenant = 0; tenant < 2_000; tenant++) {
      ask("tenant-" + tenant, Priority.NORMAL);
    }
    int served = 0;
    while (!rig.working.isEmpty()) {
      rig.advance(LimiterRig.SERVICE);
      rig.finishFirst();
      served++;
    }
    assertThat(served).isEqualTo(2_000);
  }
}
