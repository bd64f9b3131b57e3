package dev.spillway.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.spillway.Durability;
import dev.spillway.Priority;
import dev.spillway.queue.DiskMode;
import dev.spillway.queue.Event;
import dev.spillway.queue.EventQueue;
import dev.spillway.server.LogLines;
import dev.spillway.spill.SpillLog;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SpillRepairCommandTest {
  @TempDir Path directory;

  private Path log() {
    return directory.resolve("data/queues/q");
  }

  private void fill(int events) throws IOException {
    fill(events, null);
  }

  /** A copy that is made before the log is closed is what a kill would leave. */
  private void fill(int events, @Nullable Path killed) throws IOException {
    try (SpillLog store =
            SpillLog.builder(log()).diskBytes(64 << 20).maxRecordBytes(1 << 16).open();
        EventQueue queue =
            EventQueue.builder("q")
                .memoryBytes(1 << 20)
                .spill(store, DiskMode.WRITE_AHEAD)
                .build()) {
      for (int number = 0; number < events; number++) {
        byte[] payload = ("payload of " + number + ";").getBytes(StandardCharsets.UTF_8);
        List<Event> one = List.of(Event.builder("e" + number, payload).build());
        queue.offer(one, Durability.DURABLE).toCompletableFuture().join();
      }
      if (killed != null) {
        Files.createDirectories(killed);
        try (DirectoryStream<Path> files = Files.newDirectoryStream(log())) {
          for (Path file : files) {
            Files.copy(file, killed.resolve(file.getFileName()));
          }
        }
      }
    }
  }

  @Test
  void verifyAndRepair_aFileCutShortAfterAKill_sayThatNobodyKnowsWhatIsLost() throws Exception {
    Path killed = directory.resolve("killed");
    fill(5, killed);
    String name = segments().get(0).getFileName().toString();
    try (FileChannel file = FileChannel.open(killed.resolve(name), StandardOpenOption.WRITE)) {
      file.truncate(4096 + 100);
    }

    Typed verified = Typed.command("spill", "verify", killed.toString());
    Typed repaired = Typed.command("spill", "repair", killed.toString());
    Typed again = Typed.command("spill", "repair", "--json", killed.toString());

    assertThat(verified.exitCode()).isEqualTo(1);
    assertThat(verified.out())
        .startsWith(killed + ": an unknown number of events lost with the end of 1 file\n")
        .contains("  cut short: " + name + " ends within a block");
    assertThat(repaired.exitCode()).isEqualTo(1);
    assertThat(repaired.out())
        .startsWith(killed + ": nothing that can be repaired\n")
        .contains("  lost   an unknown number of events behind the end of " + name + "\n");
    assertThat(again.out()).contains("\"cutShort\":[\"" + name + "\"]");
  }

  private List<Path> segments() throws IOException {
    List<Path> segments = new ArrayList<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(log(), "normal-*")) {
      found.forEach(segments::add);
    }
    return segments;
  }

  private void damage(int event) throws IOException {
    for (Path segment : segments()) {
      byte[] bytes = Files.readAllBytes(segment);
      int place =
          new String(bytes, StandardCharsets.ISO_8859_1).indexOf("payload of " + event + ";");
      if (place >= 0) {
        bytes[place]++;
        Files.write(segment, bytes);
      }
    }
  }

  @Test
  void repair_damagedBlock_isCountedMovedAsideAndTheRestIsDelivered() throws Exception {
    fill(5);
    damage(2);
    String data = directory.resolve("data").toString();

    Typed plan = Typed.command("spill", "repair", "--dry-run", data);
    Typed done = Typed.command("spill", "repair", data);

    assertThat(plan.exitCode()).isEqualTo(1);
    assertThat(plan.out()).startsWith(log() + ": would be repaired\n  kept   4 events\n");
    assertThat(done.exitCode()).isEqualTo(1);
    assertThat(done.out())
        .isEqualTo(plan.out().replace("would be repaired", "repaired"))
        .contains("  moved  1 file\n    normal-00000000000000000000-0000000")
        .endsWith("  lost   1 event\n    1 event of normal, sequence 2 to 2\n");
    assertThat(Typed.command("spill", "verify", data))
        .satisfies(verify -> assertThat(verify.exitCode()).isZero());
    Typed again = Typed.command("spill", "repair", data);
    assertThat(again.exitCode()).isZero();
    assertThat(again.out()).startsWith(log() + ": sound, nothing to do\n  kept   4 events\n");

    Path delivered = directory.resolve("delivered");
    try (ServeProcess gateway =
        ServeProcess.start(directory, "queues.q.sink.path=" + delivered, "shutdown.drain=1s")) {
      await().atMost(Duration.ofSeconds(60)).until(() -> Files.exists(delivered));
      await().atMost(Duration.ofSeconds(60)).until(() -> Files.readAllLines(delivered).size() == 4);
      assertThat(gateway.get("/api/v1/queues/q").body()).contains("\"quarantined\":1");
      gateway.terminate();
      assertThat(gateway.exitCode()).isZero();
    }
    assertThat(log().resolve("damaged"))
        .isDirectoryContaining(f -> f.toString().contains("normal"));
  }

  @Test
  void commands_repairedLog_countWhatIsThereAndWhatWasLost() throws Exception {
    fill(5);
    damage(2);
    String log = log().toString();
    Typed damaged = Typed.command("spill", "export", "--dry-run", log);
    assertThat(damaged).extracting(Typed::exitCode).isEqualTo(1);
    Typed.command("spill", "repair", log);

    Typed export = Typed.command("spill", "export", "--dry-run", log);
    Typed json = Typed.command("spill", "export", "--dry-run", "--json", log);
    Typed list = Typed.command("spill", "list", "--lane", "normal", log);
    Typed listJson = Typed.command("spill", "list", "--json", "--lane", "normal", log);
    Typed verify = Typed.command("spill", "verify", log);

    assertThat(export)
        .extracting(Typed::exitCode, Typed::out, Typed::err)
        .containsExactly(0, "would write 4 events\nlost before a repair: 1 event\n", "");
    assertThat(json.out())
        .startsWith("{\"events\":4,\"expired\":0,\"lostBefore\":1,\"damaged\":0,");
    assertThat(list.exitCode()).isZero();
    assertThat(list.out())
        .containsPattern("\\n  normal +4 +\\d")
        .contains("\n  all but dead letters              4\n")
        .contains("\n  lost before a repair: 1 event of normal\n")
        .doesNotContain("not an event", "damage:");
    JsonNode lane = JsonMapper.shared().readTree(listJson.out()).at("/logs/0/lanes/2");
    assertThat(lane.path("waiting").asInt()).isEqualTo(4);
    assertThat(lane.path("lostBefore").asInt()).isEqualTo(1);
    assertThat(lane.path("unreadable").asInt()).isZero();
    assertThat(verify.out())
        .startsWith(log + ": sound\n")
        .containsPattern("\\n  events in them +4\\n  settled of them +0\\n")
        .containsPattern("\\n  lost before +1\\n");
  }

  @Test
  void commands_stateIsLost_sayThatEverythingComesAgain() throws Exception {
    fill(3);
    Files.delete(log().resolve("state"));
    String log = log().toString();
    String told = "the state is lost: the next start delivers everything that is here again\n";

    Typed verify = Typed.command("spill", "verify", log);
    Typed list = Typed.command("spill", "list", log);
    Typed json = Typed.command("spill", "list", "--json", log);

    assertThat(verify.exitCode()).isEqualTo(1);
    assertThat(verify.out()).startsWith(log + ": " + told);
    assertThat(list.out()).contains("\n  " + told);
    assertThat(JsonMapper.shared().readTree(json.out()).at("/logs/0/stateLost").asBoolean())
        .isTrue();
  }

  @Test
  void list_missingSegment_hintsAtIt() throws Exception {
    fill(3);
    for (Path segment : segments()) {
      Files.delete(segment);
    }

    Typed list = Typed.command("spill", "list", log().toString());

    assertThat(list.out())
        .containsPattern("\\n  normal +0 +0 ")
        .contains(
            "\n  damage: 3 events of normal cannot be read, at most; spillway spill verify tells"
                + " more\n");
  }

  @Test
  void start_damagedBlock_isLoggedWithItsDirectory() throws Exception {
    fill(3);
    damage(1);

    try (LogLines logged = LogLines.named("dev.spillway.spill.LaneReader");
        SpillLog store =
            SpillLog.builder(log()).diskBytes(64 << 20).maxRecordBytes(1 << 16).open();
        EventQueue queue =
            EventQueue.builder("q")
                .memoryBytes(1 << 20)
                .spill(store, DiskMode.WRITE_AHEAD)
                .build()) {
      await().until(() -> queue.poll(Priority.BULK, 1, 1 << 16) != null);
      await().until(() -> !logged.lines().isEmpty());
      assertThat(logged.lines().get(0))
          .startsWith(
              "ERROR event=spill-damage directory=" + log() + " lane=normal segment=normal-");
    }
  }

  @Test
  void repair_json_isOneObjectALog() throws Exception {
    fill(3);
    damage(1);

    Typed typed = Typed.command("spill", "repair", "--dry-run", "--json", log().toString());

    JsonNode json = JsonMapper.shared().readTree(typed.out());
    assertThat(json.path("kept").asInt()).isEqualTo(2);
    assertThat(json.path("lostEvents").asInt()).isEqualTo(1);
    assertThat(json.at("/lost/0/lane").asString()).isEqualTo("normal");
    assertThat(json.at("/moved/0/fileName").asString()).startsWith("normal-");
  }

  @Test
  void repair_directoryInUse_isRefusedWithItsHolder() throws IOException {
    fill(1);
    try (SpillLog store =
        SpillLog.builder(log()).diskBytes(64 << 20).maxRecordBytes(1 << 16).open()) {
      assertThat(store.recovery().records()).isEqualTo(1);
      Typed typed = Typed.command("spill", "repair", log().toString());

      assertThat(typed.exitCode()).isEqualTo(4);
      assertThat(typed.err())
          .startsWith(
              "spillway: spill directory is locked by process " + ProcessHandle.current().pid());
    }
  }

  @Test
  void repair_killedAtRandomPoints_keepsEverythingReadable() throws Exception {
    fill(60);
    for (int event = 3; event < 60; event += 7) {
      damage(event);
    }
    SplittableRandom random = new SplittableRandom(11);
    for (int kill = 0; kill < 4; kill++) {
      Process repair =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  System.getProperty("java.class.path"),
                  Main.class.getName(),
                  "spill",
                  "repair",
                  log().toString())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      boolean ended = repair.waitFor(300 + random.nextInt(900), TimeUnit.MILLISECONDS);
      repair.destroyForcibly().waitFor();
      assertThat(exported()).as("after kill %d, ended %s", kill, ended).hasSize(51);
    }

    Typed.command("spill", "repair", log().toString());

    assertThat(Typed.command("spill", "verify", log().toString()).exitCode()).isZero();
    assertThat(exported()).hasSize(51);
  }

  private List<String> exported() throws IOException {
    Path file = directory.resolve("out");
    Typed.command("spill", "export", "--force", "--output", file.toString(), log().toString());
    return new ArrayList<>(Files.readAllLines(file));
  }
}
