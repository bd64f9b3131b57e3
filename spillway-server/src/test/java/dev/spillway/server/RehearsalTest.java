package dev.spillway.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.spillway.server.config.ConfigInputs;
import dev.spillway.server.config.ConfigReader;
import dev.spillway.server.config.GatewayConfig;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RehearsalTest {
  private static long threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("spillway-rehearsal"))
        .count();
  }

  @Test
  void play_anyConfiguration_leavesNothing() throws Exception {
    GatewayConfig config =
        ConfigReader.read(
                new ConfigInputs(null, Map.of(), List.of("queues.a.sink.path=a", "http.port=1")))
            .config();
    try (LogLines log = LogLines.named("dev.spillway")) {
      Rehearsal.play(config);

      await().until(() -> threads() == 0);
      assertThat(log.lines()).isEmpty();
    }
  }
}
