package dev.spillway.server.cli;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the gateway as a process of its own, because signals and exit codes need one. */
class ServeProcessTest {
  private static final Pattern STARTED = Pattern.compile("event=gateway-started url=(\\S+)");
  private static final String AWAY = "http://127.0.0.1:1/";
  private static final Duration LONGEST = Duration.ofSeconds(60);

  @TempDir Path directory;
  private final List<Process> started = new ArrayList<>();

  @AfterEach
  void killWhatIsLeft() {
    started.forEach(Process::destroyForcibly);
  }

  @Test
  void serve_sigterm_endsWithZeroAndWhatWasSentIsDelivered() throws Exception {
    Process gateway = serve();
    Path events = directory.resolve("events.ndjson");
    Files.writeString(events, "{\"id\":\"a\"}\n{\"id\":\"b\"}\n");

    Typed typed = Typed.command("send", "--url", url(), "--repeat", "50", events.toString());
    gateway.destroy();

    assertThat(typed.exitCode()).isZero();
    assertThat(gateway.waitFor(LONGEST.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(gateway.exitValue()).isZero();
    assertThat(Files.readAllLines(directory.resolve("data/delivered/default.ndjson"))).hasSize(100);
    assertThat(log()).contains("event=gateway-stopping").contains("event=gateway-stopped kept=0");
  }

  @Test
  void serve_stopThatLosesEvents_endsWithFiveAndTellsHowMany() throws Exception {
    Process gateway =
        serve(
            "--set",
            "queues.q.disk.mode=none",
            "--set",
            "queues.q.sink.type=http",
            "--set",
            "queues.q.sink.url=" + AWAY);
    Path events = directory.resolve("events.ndjson");
    Files.writeString(events, "{\"id\":\"a\"}\n{\"id\":\"b\"}\n");

    Typed typed = Typed.command("send", "--url", url(), "--queue", "q", events.toString());
    gateway.destroy();

    assertThat(typed.out()).contains("accepted               2  volatile");
    assertThat(gateway.waitFor(LONGEST.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(gateway.exitValue()).isEqualTo(5);
    assertThat(log())
        .contains("event=events-lost queue=q lost=2 lanes=normal:2")
        .endsWith("spillway: queue q: events lost at the stop: 2\n");
  }

  @Test
  void serve_stopWhoseDataDirectoryIsGone_endsWithFiveAndTellsWhatIsNotSafe() throws Exception {
    Process gateway =
        serve("--set", "queues.q.sink.type=http", "--set", "queues.q.sink.url=" + AWAY);
    Path events = Files.writeString(directory.resolve("events.ndjson"), "{\"id\":\"a\"}\n");
    Typed typed = Typed.command("send", "--url", url(), "--queue", "q", events.toString());
    assertThat(typed.exitCode()).isZero();

    deleteAll(directory.resolve("data"));
    gateway.destroy();

    assertThat(gateway.waitFor(LONGEST.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(gateway.exitValue()).isEqualTo(5);
    assertThat(log())
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

  private Process serve(String... more) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx256m", "-Dlogback.configurationFile=logback.xml"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(Main.class.getName(), "serve", "--port", "0"));
    command.addAll(List.of("--data", directory.resolve("data").toString()));
    command.addAll(List.of("--set", "shutdown.drain=500ms"));
    command.addAll(List.of(more));
    Process process =
        new ProcessBuilder(command)
            .redirectError(directory.resolve("log").toFile())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    started.add(process);
    await().atMost(LONGEST).until(() -> startedUrl() != null || !process.isAlive());
    return process;
  }

  private String url() throws IOException {
    return requireNonNull(startedUrl());
  }

  private @Nullable String startedUrl() throws IOException {
    Matcher matcher = STARTED.matcher(log());
    return matcher.find() ? matcher.group(1) : null;
  }

  private String log() throws IOException {
    return Files.readString(directory.resolve("log"));
  }
}
