package dev.spillway.server;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.spillway.Priority;
import dev.spillway.delivery.Sink;
import dev.spillway.delivery.SinkResult;
import dev.spillway.queue.BatchView;
import dev.spillway.queue.DiskFigures;
import dev.spillway.queue.DiskState;
import dev.spillway.queue.EventQueue;
import dev.spillway.queue.LaneFigures;
import dev.spillway.server.config.ConfigInputs;
import dev.spillway.server.config.ConfigReader;
import dev.spillway.server.config.LoadedConfig;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gateways on a disk of 64 MB that fills up. */
class FullDiskTest {
  private static final Logger LOGGER = LoggerFactory.getLogger(FullDiskTest.class);
  private static final Duration LONGEST = Duration.ofSeconds(60);
  private static final int SENDERS = 2;

  /** Of busy cores and of collections; a quiet machine answers 99 of 100 within 10 ms. */
  private static final long LOOSE_MILLIS = 1_000;

  @TempDir Path parent;

  private final DoorSink sink = new DoorSink();

  @Test
  void start_boundThatTheDiskCannotHold_isWarnedOf() throws Exception {
    try (SmallDisk disk = SmallDisk.in(parent);
        LogLines log = LogLines.named("dev.spillway.spill.DiskStatus");
        Gateway gateway = start(disk, 0, "queues.default.disk.max-bytes=" + (1L << 44))) {
      assertThat(gateway.url()).isNotNull();
      assertThat(String.join("\n", log.lines()))
          .containsPattern(
              "WARN event=spill-bound-oversized directory=\\S+/queues/default maxBytes=\\d+"
                  + " totalBytes=\\d+ keepFreeBytes=\\d+"
                  + " consequence=\"the disk is full before the log is\""
                  + " next=\"lower disk.max-bytes below totalBytes less keepFreeBytes\"");
    }
  }

  @Test
  void diskFills_offersAreRefusedAtOnce_allIsDelivered_andItGoesOn() throws Exception {
    try (SmallDisk disk = SmallDisk.in(parent);
        Gateway gateway = start(disk, disk.keepFree(0), "queues.default.disk.when-full=refuse")) {
      Flood flood = Flood.of(gateway.url(), Priority.NORMAL, SENDERS);
      try (flood) {
        await().atMost(LONGEST).until(() -> flood.refusals() > 500);
      }
      assertThat(reasons(flood)).containsExactly("disk-full");
      assertThat(state(gateway)).isEqualTo(DiskState.FULL);
      assertThat(flood.refusalMillis(100)).isLessThan(LOOSE_MILLIS);
      LOGGER.warn( // a figure to look at
          "event=disk-filled accepted={} refusedRequests={} refusalMillis p50={} p99={} longest={}",
          flood.accepted().size(),
          flood.refusals(),
          flood.refusalMillis(50),
          flood.refusalMillis(99),
          flood.refusalMillis(100));
      String health = get(gateway, "/api/v1/health");
      assertThat(health).contains("\"state\":\"full\"", "the disk is full: ", "make room on it");

      sink.open = true;
      await().atMost(LONGEST).until(() -> queue(gateway).held() == 0);
      assertThat(sink.ids).isEqualTo(flood.accepted());
      await().atMost(LONGEST).until(() -> state(gateway) == DiskState.HEALTHY);
      Flood after = Flood.of(gateway.url(), Priority.NORMAL, 1);
      try (after) {
        await().atMost(LONGEST).until(() -> after.accepted().size() > 500);
      }
      await().atMost(LONGEST).until(() -> queue(gateway).held() == 0);
      assertExact(gateway);
    }
  }

  @Test
  void anotherProgramFillsTheDisk_andMakesRoomAgain_nothingAcceptedIsLost() throws Exception {
    try (SmallDisk disk = SmallDisk.in(parent);
        Gateway gateway = start(disk, disk.keepFree(0))) {
      Flood flood = Flood.of(gateway.url(), Priority.NORMAL, SENDERS);
      try (flood) {
        await().atMost(LONGEST).until(() -> flood.accepted().size() > 200);
        Path other = disk.fill();
        await().atMost(LONGEST).until(() -> flood.refusals() > 100);
        assertThat(reasons(flood)).containsExactly("disk-full");
        Files.delete(other);
        long accepted = flood.accepted().size();
        await().atMost(LONGEST).until(() -> flood.accepted().size() > accepted + 200);
      }
      sink.open = true;
      await().atMost(LONGEST).until(() -> queue(gateway).held() == 0);
      assertThat(sink.ids).isEqualTo(flood.accepted());
      assertExact(gateway);
    }
  }

  @Test
  void refuseLowest_refusesBulkFirstAndCriticalLast() throws Exception {
    try (SmallDisk disk = SmallDisk.in(parent);
        Gateway gateway =
            start(disk, disk.keepFree(16 << 20), "queues.default.disk.when-full=refuse-lowest")) {
      Flood flood = Flood.of(gateway.url(), Priority.BULK, SENDERS);
      try (flood) {
        await()
            .atMost(LONGEST)
            .until(() -> flood.firstRefusals().size() == Priority.values().length);
      }
      assertThat(reasons(flood)).containsExactly("disk-full");
      Map<Priority, Long> first = flood.firstRefusals();
      long critical = requireNonNull(first.remove(Priority.CRITICAL));
      assertThat(first.values()).allMatch(lower -> lower < critical);
      long high = requireNonNull(first.get(Priority.HIGH));
      assertThat(requireNonNull(first.get(Priority.BULK))).isLessThan(high);
      sink.open = true;
      await().atMost(LONGEST).until(() -> queue(gateway).held() == 0);
      assertThat(sink.ids).isEqualTo(flood.accepted());
    }
  }

  @Test
  void start_onAFullDisk_deliversWhatIsHeldAndRecovers() throws Exception {
    try (SmallDisk disk = SmallDisk.in(parent)) {
      Set<String> accepted;
      try (Gateway gateway = start(disk, disk.keepFree(0))) {
        Flood flood = Flood.of(gateway.url(), Priority.NORMAL, SENDERS);
        try (flood) {
          await().atMost(LONGEST).until(() -> flood.refusals() > 10);
        }
        accepted = flood.accepted();
      }
      Path other = disk.fill();
      try (Gateway gateway = start(disk, disk.keepFree(0))) {
        assertThat(state(gateway)).isEqualTo(DiskState.FULL);
        sink.open = true;
        await().atMost(LONGEST).until(() -> queue(gateway).held() == 0);
        assertThat(sink.ids).isEqualTo(accepted);
        Files.delete(other);
        await().atMost(LONGEST).until(() -> state(gateway) == DiskState.HEALTHY);
      }
    }
  }

  @Test
  void start_onAReadOnlyDisk_namesItAndSaysWhatToDo() throws Exception {
    try (SmallDisk disk = SmallDisk.in(parent)) {
      start(disk, disk.keepFree(0)).close();
      if (!disk.readOnly(true)) {
        LOGGER.warn("event=not-remounted consequence=\"a read-only disk is not tried here\"");
        return;
      }
      assertThatExceptionOfType(GatewayException.class)
          .isThrownBy(() -> start(disk, disk.keepFree(0)))
          .withMessage(
              "data directory is on a read-only file system: %s; make that writable, or choose"
                  + " another with --data",
              disk.directory().resolve("data/queues"));
      assertThat(disk.readOnly(false)).isTrue();
      start(disk, disk.keepFree(0)).close();
    }
  }

  private Gateway start(SmallDisk disk, long keepFree, String... more) throws Exception {
    List<String> all = new ArrayList<>();
    all.add("http.port=0");
    all.add("shutdown.drain=0s");
    all.add("data.directory=" + disk.directory().resolve("data"));
    all.add("queues.default.memory-bytes=16MB");
    all.add("queues.default.disk.max-bytes=128MB");
    all.add("queues.default.disk.keep-free=" + keepFree);
    all.add("queues.default.delivery.circuit.open-time=10ms");
    all.add("queues.default.delivery.circuit.longest-open-time=50ms");
    all.addAll(List.of(more));
    LoadedConfig config = ConfigReader.read(new ConfigInputs(null, Map.of(), all));
    return Gateway.start(config, queue -> sink);
  }

  private static EventQueue queue(Gateway gateway) {
    return requireNonNull(gateway.queues().get("default"));
  }

  private static DiskState state(Gateway gateway) {
    DiskFigures disk = requireNonNull(queue(gateway).figures().spill()).disk();
    return disk.state();
  }

  private static Set<String> reasons(Flood flood) {
    Set<String> reasons = new HashSet<>();
    for (Flood.Answer answer : flood.answers()) {
      assertThat(answer.status()).as(answer.reason()).isIn(202, 503);
      if (answer.isRefused()) {
        reasons.add(answer.reason());
      }
    }
    return reasons;
  }

  private static void assertExact(Gateway gateway) {
    for (LaneFigures lane : queue(gateway).figures().lanes().values()) {
      assertThat(lane.account().imbalance()).as(lane.account().toString()).isZero();
    }
  }

  private static String get(Gateway gateway, String path) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(gateway.url().resolve(path)).build();
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body();
  }

  /** Away until its door opens; then it takes everything and remembers the ids. */
  private static final class DoorSink implements Sink {
    private final Set<String> ids = ConcurrentHashMap.newKeySet();
    private volatile boolean open;

    @Override
    public CompletionStage<SinkResult> deliver(BatchView batch) {
      if (!open) {
        return CompletableFuture.failedFuture(new IllegalStateException("away"));
      }
      for (int index = 0; index < batch.size(); index++) {
        ids.add(batch.event(index).id());
      }
      return CompletableFuture.completedStage(SinkResult.DELIVERED);
    }

    @Override
    public void close() {}
  }
}
