package dev.spillway.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the gateway as a process of its own, because signals and exit codes need one. */
class ServeProcessTest {
  private static final String AWAY = "http://127.0.0.1:1/";

  @TempDir Path directory;
  private final List<ServeProcess> started = new ArrayList<>();

  @AfterEach
  void killWhatIsLeft() {
    started.forEach(ServeProcess::close);
  }

  @Test
  void serve_sigterm_endsWithZeroAndWhatWasSentIsDelivered() throws Exception {
    ServeProcess gateway = serve();
    Path events = directory.resolve("events.ndjson");
    Files.writeString(events, "{\"id\":\"a\"}\n{\"id\":\"b\"}\n");

    Typed typed =
        Typed.command("send", "--url", gateway.url(), "--repeat", "50", events.toString());
    gateway.terminate();

    assertThat(typed.exitCode()).isZero();
    assertThat(gateway.exitCode()).isZero();
    assertThat(Files.readAllLines(directory.resolve("data/delivered/default.ndjson"))).hasSize(100);
    assertThat(gateway.log())
        .contains("event=gateway-stopping")
        .contains("event=gateway-stopped kept=0");
  }

  @Test
  void serve_stopThatLosesEvents_endsWithFiveAndTellsHowMany() throws Exception {
    ServeProcess gateway =
        serve("queues.q.disk.mode=none", "queues.q.sink.type=http", "queues.q.sink.url=" + AWAY);
    Path events = directory.resolve("events.ndjson");
    Files.writeString(events, "{\"id\":\"a\"}\n{\"id\":\"b\"}\n");

    Typed typed = Typed.command("send", "--url", gateway.url(), "--queue", "q", events.toString());
    gateway.terminate();

    assertThat(typed.out()).contains("accepted               2  volatile");
    assertThat(gateway.exitCode()).isEqualTo(5);
    assertThat(gateway.log())
        .contains("event=events-lost queue=q lost=2 lanes=normal:2")
        .endsWith("spillway: queue q: events lost at the stop: 2\n");
  }

  @Test
  void serve_stopWhoseDataDirectoryIsGone_endsWithFiveAndTellsWhatIsNotSafe() throws Exception {
    ServeProcess gateway = serve("queues.q.sink.type=http", "queues.q.sink.url=" + AWAY);
    Path events = Files.writeString(directory.resolve("events.ndjson"), "{\"id\":\"a\"}\n");
    Typed typed = Typed.command("send", "--url", gateway.url(), "--queue", "q", events.toString());
    assertThat(typed.exitCode()).isZero();

    deleteAll(directory.resolve("data"));
    gateway.terminate();

    assertThat(gateway.exitCode()).isEqualTo(5);
    assertThat(gateway.log())
        .contains("event=gateway-stopped kept=0 lost=0 unsafe=q\n")
        .contains("spillway: queue q: 1 events and 0 dead letters may be gone, and what was ")
        .endsWith("; run spillway spill verify before the next start\n");
  }

  private static void deleteAll(Path root) throws IOException {
    try (Stream<Path> paths = Files.walk(root)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  private ServeProcess serve(String... options) throws IOException {
    List<String> all = new ArrayList<>(List.of(options));
    all.add("shutdown.drain=500ms");
    ServeProcess process = ServeProcess.start(directory, all.toArray(String[]::new));
    started.add(process);
    return process;
  }
}
