package dev.spillway.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What files may hold that are sent. */
class SendFilesTest {
  @TempDir Path directory;
  private final ScriptedGateway gateway = new ScriptedGateway();

  @AfterEach
  void stop() {
    gateway.close();
  }

  @Test
  void send_textGzip_postsTextWithPriorityAndDurability() throws Exception {
    Path file = directory.resolve("app.log.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write("one\ntwo\n".getBytes(StandardCharsets.UTF_8));
    }

    Typed typed = gateway.send("--priority", "high", "--durability", "durable", file.toString());

    assertThat(typed.exitCode()).isZero();
    assertThat(gateway.received())
        .containsExactly(
            new ScriptedGateway.Received(
                "/api/v1/queues/default/events?durability=durable",
                "text/plain; charset=utf-8",
                "high",
                "one\ntwo\n"));
  }

  @Test
  void send_jsonArray_tellsHowToMakeLines() throws Exception {
    Path file = file("a.json", "[{\"id\":1}]");

    Typed typed = gateway.send(file.toString());

    assertThat(typed.exitCode()).isEqualTo(1);
    assertThat(typed.err()).contains("begins with [, but send needs one event a line; jq -c '.[]'");
  }

  @Test
  void send_fileThatIsNoText_isNotGuessedToBeText() throws Exception {
    Path gzip = Files.write(directory.resolve("a.bin"), new byte[] {0x1f, (byte) 0x8b, 8, 0});
    Path zstd =
        Files.write(
            directory.resolve("a.zst"), new byte[] {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, 4});
    Path other = Files.write(directory.resolve("a.dat"), new byte[] {'a', 0, 'b', '\n'});

    assertThat(gateway.send(gzip.toString()).err())
        .contains(gzip + " is compressed; the name of a gzip file must end in .gz");
    assertThat(gateway.send(zstd.toString()).err())
        .contains(zstd + " is compressed with zstd; zstd -dc FILE | spillway send -");
    assertThat(gateway.send(other.toString()))
        .satisfies(typed -> assertThat(typed.exitCode()).isOne())
        .satisfies(typed -> assertThat(typed.err()).contains(other + " is not text; --format"));
    assertThat(gateway.received()).isEmpty();

    assertThat(gateway.send("--format", "text", other.toString()).exitCode()).isZero();
    assertThat(gateway.bodies()).containsExactly(List.of("a\u0000b"));
  }

  @Test
  void send_fileWithAByteOrderMark_isSentWithoutIt() throws Exception {
    Path file = file("a.ndjson", "\ufeff{\"id\":1}\n");

    assertThat(gateway.send(file.toString()).exitCode()).isZero();
    assertThat(gateway.bodies()).containsExactly(List.of("{\"id\":1}"));
  }

  @Test
  void send_gzipFileThatIsNone_isNamed() throws Exception {
    Path file = file("a.ndjson.gz", "{}\n");
    assertThat(gateway.send(file.toString()).err())
        .contains("cannot go on reading " + file + ": Not in GZIP format");
  }

  private Path file(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text);
  }
}
