package dev.spillway.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.Durability;
import dev.spillway.Priority;
import dev.spillway.queue.Content;
import dev.spillway.queue.DiskMode;
import dev.spillway.queue.Event;
import dev.spillway.queue.EventQueue;
import dev.spillway.server.TestQueues;
import dev.spillway.server.config.BodyLimits;
import dev.spillway.server.ingest.BodyFormat;
import dev.spillway.server.ingest.IdSource;
import dev.spillway.server.ingest.RecordReader;
import dev.spillway.spill.SpillLog;
import dev.spillway.time.TimeSource;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpillExportTest {
  private static final long LATER = TimeSource.system().epochMillis() + 3_600_000;

  @TempDir Path directory;

  private Path log() {
    return directory.resolve("data/queues/orders");
  }

  private void fill(Event... events) {
    try (SpillLog store =
            SpillLog.builder(log()).diskBytes(16 << 20).maxRecordBytes(1 << 16).open();
        EventQueue queue =
            EventQueue.builder("q")
                .memoryBytes(1 << 20)
                .spill(store, DiskMode.WRITE_AHEAD)
                .build()) {
      for (Event event : events) {
        queue.offer(List.of(event), Durability.DURABLE).toCompletableFuture().join();
      }
    }
  }

  private static Event.Builder json(String id, String payload) {
    return Event.builder(id, payload.getBytes(StandardCharsets.UTF_8)).content(Content.JSON);
  }

  private List<String> export(String... options) throws Exception {
    Path file = directory.resolve("out.ndjson");
    List<String> words = new ArrayList<>(List.of("spill", "export", directory + "/data"));
    words.addAll(List.of("--force", "--output", file.toString()));
    words.addAll(List.of(options));
    Typed typed = Typed.command(words.toArray(String[]::new));
    assertThat(typed.err()).isEmpty();
    assertThat(typed.exitCode()).isZero();
    return Files.readAllLines(file);
  }

  @Test
  void record_payloadsThatSayItAll_areTheSameBytes() throws Exception {
    String whole =
        "{ \"key\" : 5, \"id\":\"a\\u0062\", \"priority\":\"high\", \"x\":[{\"id\":1}],"
            + " \"deadline\":\"2999-01-01T01:00:00+01:00\" }";
    fill(
        json("ab", whole)
            .priority(Priority.HIGH)
            .key("5")
            .deadlineMillis(32_472_144_000_000L)
            .build());

    assertThat(export()).containsExactly(whole);
  }

  @Test
  void record_readBack_isTheSameEvent() throws Exception {
    Event[] events = {
      json("1", "{}").build(),
      json("2", "{\"n\":1}").priority(Priority.BULK).tenant("t\"é").traceparent("00-1").build(),
      json("3", "{\"id\":null,\"deadline\":\"+5s\",\"n\":2}").deadlineMillis(LATER).build(),
      json("4", "{\"priority\":\"urgent\",\"type\":7}").priority(Priority.HIGH).type("7").build(),
      json("5", "{\"data\":{\"id\":\"no\"},\"tenant\":\"x\"}").tenant("x").key("k").build(),
    };
    fill(events);

    List<String> lines = export();

    byte[] body = String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
    List<Event> read =
        new RecordReader(
                TestQueues.queue("orders", DiskMode.OVERFLOW, TestQueues.classification()),
                new BodyLimits(1 << 20, 1 << 16, 1_000),
                IdSource.sortable(TimeSource.system(), 1),
                TimeSource.system())
            .read(BodyFormat.JSON_LINES, body, body.length, name -> null);
    assertThat(read)
        .usingRecursiveFieldByFieldElementComparatorIgnoringFields(
            "payload", "payloadOffset", "payloadLength", "weightBytes")
        .containsExactlyInAnyOrder(events);
    assertThat(lines)
        .contains(
            "{\"id\":\"1\",\"priority\":\"normal\"}",
            "{\"id\":\"2\",\"priority\":\"bulk\",\"tenant\":\"t\\\"é\",\"traceparent\":\"00-1\","
                + "\"n\":1}",
            "{\"id\":\"4\",\"priority\":\"high\",\"type\":7}");
  }

  @Test
  void record_payloadThatIsNoObject_becomesDataOfOne() throws Exception {
    fill(
        Event.builder("t", "a \"line\"".getBytes(StandardCharsets.UTF_8)).build(),
        Event.builder("b", new byte[] {(byte) 0xff, 0}).priority(Priority.LOW).build());

    assertThat(export())
        .containsExactly(
            "{\"id\":\"t\",\"priority\":\"normal\",\"data\":\"a \\\"line\\\"\"}",
            "{\"id\":\"b\",\"priority\":\"low\",\"data_base64\":\"/wA=\"}");
    assertThat(export("--format", "raw", "--lane", "normal")).containsExactly("a \"line\"");
    assertThat(export("--format", "envelope", "--lane", "low").get(0))
        .startsWith("{\"id\":\"b\",\"queue\":\"orders\",\"priority\":\"low\",\"acceptedAt\":\"2")
        .endsWith("Z\",\"data_base64\":\"/wA=\"}");
  }

  @Test
  void expired_areLeftOutAndCountedUnlessAskedFor() throws Exception {
    long nowMillis = TimeSource.system().epochMillis();
    fill(json("late", "{}").deadlineMillis(nowMillis + 300).build(), json("b", "{}").build());
    org.awaitility.Awaitility.await()
        .until(() -> TimeSource.system().epochMillis() > nowMillis + 300);

    Typed typed = Typed.command("spill", "export", "--dry-run", log().toString());
    assertThat(typed.out()).isEqualTo("would write 1 event\nleft out 1 event: too late\n");
    assertThat(export("--expired")).hasSize(2);
    assertThat(export()).hasSize(1);
  }

  @Test
  void damage_isSkippedAndCountedExactly() throws Exception {
    fill(json("a", "{\"m\":\"one\"}").build(), json("b", "{\"m\":\"two\"}").build());
    Path segment = segment();
    byte[] bytes = Files.readAllBytes(segment);
    bytes[new String(bytes, StandardCharsets.ISO_8859_1).indexOf("two")]++;
    Files.write(segment, bytes);
    Path file = directory.resolve("out");

    Typed typed =
        Typed.command("spill", "export", "--json", "--output", file.toString(), log().toString());

    assertThat(typed.exitCode()).isEqualTo(1);
    assertThat(typed.out())
        .isEqualTo(
            "{\"events\":1,\"expired\":0,\"lostBefore\":0,\"damaged\":1,\"notEvents\":0,"
                + "\"written\":true}\n");
    assertThat(typed.err())
        .isEqualTo(
            "spillway: 1 event cannot be read: damaged or missing, and 0 records hold no event;"
                + " spillway spill verify tells where\n");
    assertThat(Files.readAllLines(file)).hasSize(1);
  }

  @Test
  void output_thatExists_isNotReplacedUnlessForced() throws Exception {
    fill(json("a", "{}").build());
    Path file = Files.writeString(directory.resolve("mine"), "precious");

    Typed typed = Typed.command("spill", "export", "--output", file.toString(), log().toString());

    assertThat(typed.exitCode()).isEqualTo(2);
    assertThat(typed.err())
        .isEqualTo("spillway: this file exists: " + file + "; add --force to replace it\n");
    assertThat(file).hasContent("precious");
  }

  @Test
  void output_thatCannotBeWritten_leavesNothing() throws Exception {
    fill(json("a", "{}").build());
    Path file = directory.resolve("none/out");

    Typed typed = Typed.command("spill", "export", "--output", file.toString(), log().toString());

    assertThat(typed.exitCode()).isEqualTo(1);
    assertThat(typed.err()).startsWith("spillway: cannot export " + log() + ": ");
    assertThat(file.getParent()).doesNotExist();
  }

  @Test
  void directoryInUse_isRefusedWithItsHolder() {
    fill();
    try (SpillLog store =
        SpillLog.builder(log()).diskBytes(16 << 20).maxRecordBytes(1 << 16).open()) {
      Typed typed = Typed.command("spill", "export", "--dry-run", log().toString());

      assertThat(store.recovery().records()).isZero();
      assertThat(typed.exitCode()).isEqualTo(4);
      assertThat(typed.err())
          .isEqualTo(
              "spillway: spill directory is locked by process "
                  + ProcessHandle.current().pid()
                  + ": "
                  + log()
                  + "; stop it or use another directory\n");
    }
  }

  @Test
  void severalQueues_oneMustBeChosen() throws Exception {
    fill(json("a", "{}").build());
    Files.createDirectories(directory.resolve("data/queues/bills"));

    Typed typed = Typed.command("spill", "export", directory + "/data");

    assertThat(typed.exitCode()).isEqualTo(2);
    assertThat(typed.err())
        .isEqualTo(
            "spillway: --queue must name one of the queues here: bills, orders: queue=null\n");
    assertThat(export("--queue", "orders")).hasSize(1);
  }

  @Test
  void standardOutput_thatIsClosedByItsReader_endsWithOne() throws Exception {
    Event[] many =
        Stream.iterate(0, n -> n + 1)
            .limit(40)
            .map(n -> json("e" + n, "{\"m\":\"" + "x".repeat(20_000) + "\"}").build())
            .toArray(Event[]::new);
    fill(many);
    Path told = directory.resolve("told");
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Process shell =
        new ProcessBuilder(
                "bash",
                "-c",
                "\"$0\" -cp \"$1\" dev.spillway.server.cli.Main spill export \"$2\" 2> \"$3\""
                    + " | head -c 100; echo \"code ${PIPESTATUS[0]}\"",
                java,
                System.getProperty("java.class.path"),
                log().toString(),
                told.toString())
            .start();

    String output = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(shell.waitFor()).isZero();
    assertThat(output).startsWith("{\"id\":\"e0\"").endsWith("code 1\n");
    assertThat(Files.readString(told)).contains("spillway: the output ended after about ");
  }

  private Path segment() throws Exception {
    try (DirectoryStream<Path> found = Files.newDirectoryStream(log(), "normal-*")) {
      return found.iterator().next();
    }
  }
}
