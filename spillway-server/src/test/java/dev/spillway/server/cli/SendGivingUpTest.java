package dev.spillway.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is told of events that were not sent. */
class SendGivingUpTest {
  @TempDir Path directory;
  private final ScriptedGateway gateway = new ScriptedGateway();

  @AfterEach
  void stop() {
    gateway.close();
  }

  @Test
  void send_givenUp_countsWhatWasNotSentOfEveryPass() throws Exception {
    gateway
        .answer(202, "{\"accepted\":2,\"durability\":\"durable\",\"refused\":[]}")
        .answer(400, "{\"title\":\"Not JSON\",\"line\":1}");
    Path file = file("a.ndjson", "{\"id\":1}\n{\"id\":2}\n{oops\n\n{\"id\":4}\n");
    Path other = file("b.ndjson", "{\"id\":5}\n");

    Typed typed = gateway.send("--batch", "2", "--repeat", "3", file.toString(), other.toString());

    assertThat(typed.exitCode()).isEqualTo(1);
    assertThat(typed.out())
        .contains("  accepted               2")
        .contains("  not sent              13");
  }

  @Test
  void send_inputGivenUp_saysThatTheRestWasNotRead() throws Exception {
    gateway.answer(400, "{\"title\":\"Not JSON\",\"line\":1}");
    InputStream before = System.in;
    Typed typed;
    try {
      System.setIn(
          new ByteArrayInputStream("{oops\n{}\n{}\n{}\n".getBytes(StandardCharsets.UTF_8)));
      typed = gateway.send("--batch", "2", "-");
    } finally {
      System.setIn(before);
    }

    assertThat(typed.exitCode()).isEqualTo(1);
    assertThat(typed.out())
        .endsWith(
            "  not sent               3  given up, and the rest of the input, which was not read\n");
  }

  @Test
  void send_filesAndInputGivenUp_countsTheFilesWhole() throws Exception {
    gateway.answer(401, "{\"title\":\"No key\"}");
    Path file = file("a.ndjson", "{\"id\":1}\n{\"id\":2}\n{\"id\":3}\n");

    Typed typed = gateway.send("--batch", "1", file.toString(), "-");

    assertThat(typed.out())
        .endsWith(
            "  not sent               3  given up, and the rest of the input, which was not read\n");
  }

  @Test
  void send_refusedAsAWhole_doesNotDoubtThatNothingWasAccepted() throws Exception {
    gateway.answer(400, "{\"title\":\"Not JSON\",\"line\":1}");
    Path file = file("a.ndjson", "{oops\n{}\n");

    assertThat(gateway.send(file.toString()).out())
        .endsWith("  not sent               2  given up\n");
  }

  @Test
  void send_noAnswerComes_saysThatSomeMayHaveBeenAccepted() throws Exception {
    Path file = file("a.ndjson", "{}\n{}\n");
    Typed typed;
    try (ServerSocket silent = new ServerSocket(0)) {
      Thread closing = new Thread(() -> closeEach(silent));
      closing.start();
      String url = "http://127.0.0.1:" + silent.getLocalPort();
      typed = Typed.command("send", "--url", url, "--patience", "150ms", file.toString());
    }

    assertThat(typed.out())
        .contains(
            "  not sent               2  given up; those that no answer came for may have been"
                + " accepted\n");
  }

  /** Until the server is closed. */
  private static void closeEach(ServerSocket server) {
    while (!server.isClosed()) {
      try (Socket accepted = server.accept()) {
        accepted.getInputStream().read();
      } catch (IOException e) {
        // a connection that ends, or the server
      }
    }
  }

  private Path file(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text);
  }

  @Test
  void send_answerOfNoGateway_endsAtOnce() throws Exception {
    gateway.answer(501, "<html>Unsupported method</html>");
    Path file = Files.writeString(directory.resolve("a.ndjson"), "{}\n");

    Typed typed = gateway.send(file.toString());

    assertThat(typed.exitCode()).isOne();
    assertThat(typed.err())
        .contains("the gateway answered 501 (no words of a gateway; is --url right?); nothing");
  }

  @Test
  void send_interrupted_saysHowFarItCame() throws Exception {
    for (int answers = 0; answers < 100; answers++) {
      gateway.answer(503, "{\"title\":\"No room\"}", "Retry-After", "1");
    }
    Path file = Files.writeString(directory.resolve("a.ndjson"), "{}\n");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "send",
                "--url",
                gateway.url(),
                file.toString())
            .redirectErrorStream(true)
            .start();
    try {
      await().atMost(Duration.ofSeconds(30)).until(() -> !gateway.received().isEmpty());
      new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();

      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isEqualTo(130);
      assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
          .contains("Sent 0 events of 1 file to queue default")
          .contains("spillway: interrupted; nobody knows of the events that no answer came for");
    } finally {
      process.destroyForcibly();
    }
  }
}
