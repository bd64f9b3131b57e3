package dev.spillway.server.cli;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.spillway.Durability;
import dev.spillway.Priority;
import dev.spillway.queue.Batch;
import dev.spillway.queue.DiskMode;
import dev.spillway.queue.Event;
import dev.spillway.queue.EventQueue;
import dev.spillway.spill.SpillLog;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpillCommandTest {
  @TempDir Path directory;

  @Test
  void list_dataDirectory_showsLanesAndDeadLettersOfEachQueue() throws Exception {
    Path orders = directory.resolve("queues/orders");
    fill(orders, "a", "b", "c");
    Files.createDirectories(directory.resolve("queues/empty"));

    Typed typed = Typed.command("spill", "list", directory.toString());

    assertThat(typed.exitCode()).isZero();
    assertThat(typed.out())
        .contains(directory.resolve("queues/empty") + "\n")
        .contains("\n  all but dead letters              2\n")
        .containsPattern("\\n  normal +2 +1 +1\\.0 MB\\n")
        .containsPattern(
            "\\n  a  normal  accepted \\S+Z  tries 1  reason: not\\S+ wanted\\n"
                + "      payload of a\\\\u001b\\n");
  }

  @Test
  void list_lane_showsItsEventsUpToTheLimit() throws Exception {
    fill(directory, "a", "b", "c", "d");

    Typed typed =
        Typed.command("spill", "list", "--lane", "normal", "--limit", "2", directory.toString());

    assertThat(typed.out())
        .contains("  b  normal  accepted ")
        .contains("  c  normal  accepted ")
        .doesNotContain("  d  normal")
        .contains("\n  and 1 more; --limit 0 shows all\n");
  }

  @Test
  void list_directoryWithoutALog_saysSo() {
    Typed typed = Typed.command("spill", "list", directory.toString());

    assertThat(typed.exitCode()).isEqualTo(2);
    assertThat(typed.err())
        .isEqualTo(
            "spillway: there is no spill log here: "
                + directory
                + "; name a queue's log or a gateway's data directory\n");
  }

  @Test
  void list_unknownLane_namesThoseThatThereAre() throws Exception {
    fill(directory, "a");
    Typed typed = Typed.command("spill", "list", "--lane", "x", directory.toString());

    assertThat(typed.exitCode()).isEqualTo(2);
    assertThat(typed.err())
        .startsWith("spillway: --lane must be one of critical, high, normal, low, bulk, ")
        .endsWith("dead-letters: lane=x\n");
  }

  @Test
  void verify_soundLog_saysSo() throws Exception {
    fill(directory, "a", "b", "c");

    Typed typed = Typed.command("spill", "verify", directory.toString());

    assertThat(typed.exitCode()).isZero();
    assertThat(typed.out()).startsWith(directory + ": sound\n");
  }

  @Test
  void verify_damagedLog_countsWhatIsLostAndEndsWithOne() throws Exception {
    fill(directory, "a", "b", "c");
    Path segment;
    try (var files = Files.list(directory)) {
      segment =
          files
              .filter(file -> String.valueOf(file.getFileName()).startsWith("normal-"))
              .findFirst()
              .orElseThrow();
    }
    byte[] bytes = Files.readAllBytes(segment);
    int place = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("payload of b");
    bytes[place]++;
    Files.write(segment, bytes);

    Typed typed = Typed.command("spill", "verify", directory.toString());

    assertThat(typed.exitCode()).isEqualTo(1);
    assertThat(typed.out()).containsPattern(": [123] events? lost to damage\\n");
  }

  @Test
  void commands_missingDirectory_areUsageMistakes() {
    for (String command : List.of("list", "verify")) {
      Typed typed = Typed.command("spill", command, directory.resolve("no").toString());

      assertThat(typed.exitCode()).isEqualTo(2);
      assertThat(typed.err())
          .isEqualTo("spillway: there is no such directory: " + directory.resolve("no") + "\n");
    }
  }

  /** A log in which the first event is a dead letter and the others wait. */
  private static void fill(Path log, String... ids) {
    SpillLog store = SpillLog.builder(log).diskBytes(16 << 20).maxRecordBytes(1 << 16).open();
    try (EventQueue queue =
        EventQueue.builder("q").memoryBytes(1 << 20).spill(store, DiskMode.WRITE_AHEAD).build()) {
      offer(queue, ids[0]);
      AtomicReference<@Nullable Batch> first = new AtomicReference<>();
      await().until(() -> take(queue, first));
      requireNonNull(first.get()).deadLetter(0, "not\u001b wanted");
      await().until(() -> queue.figures().deadLetters() == 1);
      offer(queue, Arrays.copyOfRange(ids, 1, ids.length));
    }
  }

  private static boolean take(EventQueue queue, AtomicReference<@Nullable Batch> taken) {
    taken.set(queue.poll(Priority.BULK, 1, 1 << 16));
    return taken.get() != null;
  }

  private static void offer(EventQueue queue, String... ids) {
    List<Event> events = new ArrayList<>();
    for (String id : ids) {
      byte[] payload = ("payload of " + id + "\u001b").getBytes(StandardCharsets.UTF_8);
      events.add(Event.builder(id, payload).build());
    }
    queue.offer(events, Durability.DURABLE).toCompletableFuture().join();
  }
}
