package dev.spillway.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.Priority;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Permits that are given back without a word: nothing is learned from them. */
class UndecidedPermitTest {
  @Test
  void close_atOnceOfWorkThatWaited_doesNotMakeWorkLookShorter() {
    LimiterRig rig = LimiterRig.plain();
    rig.warmUp(100);
    Map<String, Duration> before = rig.limiter.figures().service();

    for (int round = 0; round < 20; round++) {
      rig.ask(Priority.CRITICAL);
      rig.ask(Priority.CRITICAL);
      LimiterRig.Asked waits = rig.ask(Priority.CRITICAL);
      rig.advance(LimiterRig.SERVICE);
      rig.finishFirst();
      assertThat(waits.isWorking()).isTrue();
      rig.working.remove(waits);
      waits.permit().close();
      rig.finishFirst();
    }

    assertThat(rig.limiter.figures().service()).isEqualTo(before);
    rig.finishAll();
  }
}
