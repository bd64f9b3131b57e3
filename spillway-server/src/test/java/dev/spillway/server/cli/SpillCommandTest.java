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
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

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
        .containsPattern("\\n  normal +2 +1 +12\\.0 KB\\n")
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
    Path segment = segment("normal-");
    byte[] bytes = Files.readAllBytes(segment);
    int place = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("payload of b");
    bytes[place]++;
    Files.write(segment, bytes);

    Typed typed = Typed.command("spill", "verify", directory.toString());

    assertThat(typed.exitCode()).isEqualTo(1);
    assertThat(typed.out()).containsPattern(": [123] events? lost to damage\\n");
  }

  @Test
  void verify_missingSegment_saysWhatIsMissingAndHowMuchAtMost() throws Exception {
    fill(directory, "a", "b", "c");
    Files.delete(segment("normal-"));

    Typed typed = Typed.command("spill", "verify", directory.toString());

    assertThat(typed.exitCode()).isEqualTo(1);
    assertThat(typed.out())
        .startsWith(directory + ": at most 2 events lost with missing files\n")
        .endsWith("  missing: the files of normal with at most 2 events (sequence 1 to 2)\n");
  }

  @Test
  void list_json_isOneObjectWithWholePayloads() throws Exception {
    Path orders = directory.resolve("queues/orders");
    fill(orders, "a", "b", "c");

    Typed typed =
        Typed.command(
            "spill", "list", "--json", "--lane", "normal", "--limit", "1", "" + directory);

    assertThat(typed).extracting(Typed::exitCode, Typed::err).containsExactly(0, "");
    JsonNode log = JsonMapper.shared().readTree(typed.out()).path("logs").path(0);
    assertThat(log.path("directory").asString()).isEqualTo(orders.toString());
    assertThat(log.path("lanes").findValuesAsString("name")).contains("normal", "dead-letters");
    assertThat(log.path("lanes").path(2).path("waiting").asInt()).isEqualTo(2);
    assertThat(log.path("eventsOf").asString()).isEqualTo("normal");
    assertThat(log.path("events").size()).isEqualTo(1);
    assertThat(log.path("events").path(0).path("id").asString()).isEqualTo("b");
    assertThat(log.path("events").path(0).path("payload").asString())
        .isEqualTo("payload of b\u001b");
    assertThat(log.path("notShown").asInt()).isEqualTo(1);
    assertThat(log.path("damaged").asInt()).isZero();
  }

  @Test
  void list_jsonOfDeadLetters_hasTriesAndReasons() throws Exception {
    fill(directory, "a");

    Typed typed = Typed.command("spill", "list", "--json", directory.toString());

    JsonNode letter = JsonMapper.shared().readTree(typed.out()).at("/logs/0/events/0");
    assertThat(letter.path("tries").asInt()).isEqualTo(1);
    assertThat(letter.path("reason").asString()).isEqualTo("not\u001b wanted");
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

  @Test
  void commands_directoryOfANewerVersion_refuseItAndChangeNothing() throws Exception {
    Path mark = Files.writeString(directory.resolve("version"), "spillway-data 2\n");
    Path log = Files.createDirectories(directory.resolve("queues/q"));
    String told = "spillway: data directory was written by a newer version: " + directory;

    for (String command : List.of("list", "verify", "export", "repair")) {
      Typed typed = Typed.command("spill", command, directory.toString());

      assertThat(typed.exitCode()).isEqualTo(List.of("list", "verify").contains(command) ? 1 : 4);
      assertThat(typed.err()).startsWith(told).hasLineCount(1);
    }
    Typed serve = Typed.command("serve", "--data", directory.toString());
    assertThat(serve.exitCode()).isEqualTo(4);
    assertThat(serve.err()).startsWith(told);
    assertThat(mark).hasContent("spillway-data 2");
    assertThat(log).isEmptyDirectory();
  }

  @Test
  void commands_stateOfANewerVersion_refuseItAndChangeNothing() throws Exception {
    fill(directory, "a", "b");
    Path state = directory.resolve("state");
    byte[] bytes = Files.readAllBytes(state);
    ByteBuffer slot = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    slot.putInt(4, 2).putInt(12, 0);
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, 12);
    crc.update(bytes, 16, slot.getInt(8) - 16);
    slot.putInt(12, (int) crc.getValue());
    Files.write(state, bytes);
    byte[] lock = Files.readAllBytes(directory.resolve("lock"));

    for (String command : List.of("list", "verify", "export", "repair")) {
      Typed typed = Typed.command("spill", command, directory.toString());

      assertThat(typed.exitCode()).isPositive();
      assertThat(typed.err())
          .startsWith("spillway: spill directory was written by a newer version: " + directory)
          .contains(
              ": state has format 2 and this program reads up to 1; nothing was changed; use");
    }
    assertThat(Files.readAllBytes(state)).isEqualTo(bytes);
    assertThat(Files.readAllBytes(directory.resolve("lock"))).isEqualTo(lock);
  }

  private Path segment(String prefix) throws IOException {
    try (DirectoryStream<Path> found = Files.newDirectoryStream(directory, prefix + "*")) {
      return found.iterator().next();
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
