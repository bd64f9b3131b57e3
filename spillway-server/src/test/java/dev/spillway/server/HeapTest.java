package dev.spillway.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.server.config.ConfigInputs;
import dev.spillway.server.config.ConfigReader;
import dev.spillway.server.config.GatewayConfig;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HeapTest {
  private static final long NEEDED_BYTES = 640L << 20; // twice both queues, and 128 MB

  private final LogLines log = LogLines.of(Heap.class);

  @AfterEach
  void close() {
    log.close();
  }

  @Test
  void tellIfSmall_lessThanTheQueuesMayTake_warnsWithTheFigures() throws Exception {
    Heap.tellIfSmall(twoQueues(), NEEDED_BYTES - 1);

    assertThat(log.lines())
        .containsExactly(
            "WARN event=heap-small heapBytes=671088639 neededBytes=671088640 queuesBytes=268435456"
                + " consequence=\"it may run out of memory and be ended; raise -Xmx or lower"
                + " memory-bytes\"");
  }

  @Test
  void tellIfSmall_enough_saysNothing() throws Exception {
    Heap.tellIfSmall(twoQueues(), NEEDED_BYTES);

    assertThat(log.lines()).isEmpty();
  }

  private static GatewayConfig twoQueues() throws Exception {
    List<String> settings = List.of("queues.a.memory-bytes=128MB", "queues.b.memory-bytes=128MB");
    return ConfigReader.read(new ConfigInputs(null, Map.of(), settings)).config();
  }
}
