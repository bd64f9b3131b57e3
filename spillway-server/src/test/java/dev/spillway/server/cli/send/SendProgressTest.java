package dev.spillway.server.cli.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spillway.server.cli.access.GatewayAccess;
import dev.spillway.server.cli.terminal.Terminal;
import java.io.PrintWriter;
import java.io.Writer;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SendProgressTest {
  @TempDir Path directory;
  private final SendCounts counts = new SendCounts();

  @Test
  void line_nothingIsSettledYet_showsNoProgress() throws Exception {
    Path file = Files.writeString(directory.resolve("a.ndjson"), "{\"id\":1}\n");
    FileSending sending = new FileSending(List.of(file.toString()), 1, counts);
    SendProgress progress = new SendProgress(counts, sending.wholeBytes());

    assertThatThrownBy(
            () -> sending.sendAll(toNobody(), new FileSending.Shape(10, SendCommand.Format.ndjson)))
        .isInstanceOf(SendException.class);
    assertThat(progress.line()).startsWith("[........................]   0%  0 accepted");

    counts.settledBytes.set(sending.wholeBytes());
    assertThat(progress.line()).startsWith("[########################] 100%");
  }

  private Sender toNobody() throws Exception {
    URI url;
    try (ServerSocket socket = new ServerSocket(0)) {
      url = URI.create("http://127.0.0.1:" + socket.getLocalPort());
    }
    GatewayAccess access = new GatewayAccess(url, null, null);
    PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
    return new Sender(
        new GatewayClient(access, Duration.ofSeconds(1), "default", null, null),
        access.base(),
        new Terminal(nowhere, nowhere, false, false, 80),
        counts,
        Duration.ofMillis(1));
  }
}
