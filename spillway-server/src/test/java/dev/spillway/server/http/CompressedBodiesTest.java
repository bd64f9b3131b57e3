package dev.spillway.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.ZstdOutputStream;
import dev.spillway.queue.EventQueue;
import dev.spillway.server.config.BodyLimits;
import dev.spillway.server.config.HttpConfig;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CompressedBodiesTest {
  private static final String EVENTS = "/api/v1/queues/orders/events";
  private static final int MAX_BODY_BYTES = 1 << 20;
  private static final EventQueue QUEUE = EventQueue.builder("orders").build();
  private static final TestServer SERVER =
      new TestServer(
          new HttpConfig("127.0.0.1", 0, new BodyLimits(MAX_BODY_BYTES, MAX_BODY_BYTES, 10_000)),
          HttpLimits.forBodies(MAX_BODY_BYTES),
          TestServer.served(QUEUE));

  @AfterEach
  void noMemoryIsKept() {
    assertThat(SERVER.server.bodiesBytes()).isZero();
  }

  @AfterAll
  static void close() {
    SERVER.close();
  }

  @ParameterizedTest
  @CsvSource({"gzip", "GZIP", "x-gzip", "zstd", "identity"})
  void aBody_isTakenAsItWasBeforeItWasCompressed(String coding) {
    byte[] body = "{\"id\":\"a\"}\n{\"id\":\"b\"}\n".getBytes(StandardCharsets.UTF_8);

    HttpResponse<String> answer = post(coding, coded(coding, body));

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    assertThat(answer.body()).startsWith("{\"accepted\":2,");
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "zstd"})
  void aBodyInSeveralParts_isReadToItsEnd(String coding) {
    byte[] one = coded(coding, "{}\n".getBytes(StandardCharsets.UTF_8));
    byte[] two = Arrays.copyOf(one, 2 * one.length);
    System.arraycopy(one, 0, two, one.length, one.length);

    assertThat(post(coding, two).body()).startsWith("{\"accepted\":2,");
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "zstd"})
  void aBodyThatIsExactlyAsLargeAsAllowed_isTaken_andOneByteMoreIsNot(String coding) {
    byte[] largest = spaces(MAX_BODY_BYTES);
    largest[0] = '{';
    largest[1] = '}';

    assertThat(post(coding, coded(coding, largest)).statusCode()).isEqualTo(202);
    byte[] larger = Arrays.copyOf(largest, MAX_BODY_BYTES + 1);
    larger[MAX_BODY_BYTES] = ' ';
    assertTooLarge(post(coding, coded(coding, larger)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "zstd"})
  void aSmallBodyThatStandsForAHugeOne_isRefusedWithoutTakingItsMemory(String coding) {
    byte[] bomb = coded(coding, 512, spaces(1 << 20));

    assertThat(bomb.length).isLessThan(MAX_BODY_BYTES);
    assertTooLarge(post(coding, bomb));
  }

  @Test
  void aFrameThatAsksForAHugeWindow_isRefused() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZstdOutputStream zstd = new ZstdOutputStream(out)) {
      zstd.setLong(27);
      zstd.write("{}".getBytes(StandardCharsets.UTF_8));
    }

    HttpResponse<String> answer = post("zstd", out.toByteArray());

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body())
        .contains("\"type\":\"urn:spillway:problem:malformed-encoding\"")
        .contains("Frame requires too much memory for decoding");
  }

  @Test
  void aFrameWithTheLargestWindowThatIsTaken_isTaken() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZstdOutputStream zstd = new ZstdOutputStream(out)) {
      zstd.setLong(23);
      zstd.write("{}".getBytes(StandardCharsets.UTF_8));
    }

    assertThat(post("zstd", out.toByteArray()).statusCode()).isEqualTo(202);
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "zstd"})
  void aBodyThatIsCutOffAnywhere_isRefusedWhole(String coding) {
    byte[] whole = coded(coding, "{\"id\":\"a\"}\n{\"id\":\"b\"}".getBytes(StandardCharsets.UTF_8));

    for (int length = 0; length < whole.length; length++) {
      HttpResponse<String> answer = post(coding, Arrays.copyOf(whole, length));
      assertThat(answer.statusCode()).as("%d of %d bytes", length, whole.length).isEqualTo(400);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "zstd"})
  void whatFollowsTheEnd_isNotDroppedButRefused(String coding) {
    byte[] whole = coded(coding, "{\"id\":\"a\"}\n".getBytes(StandardCharsets.UTF_8));
    byte[] next = coded(coding, "{\"id\":\"b\"}\n".getBytes(StandardCharsets.UTF_8));

    for (int more = 1; more < next.length; more++) {
      byte[] garbage = Arrays.copyOf(whole, whole.length + more);
      byte[] torn = Arrays.copyOf(whole, whole.length + more);
      System.arraycopy(next, 0, torn, whole.length, more);
      assertThat(post(coding, garbage).statusCode()).as("%d bytes of nothing", more).isEqualTo(400);
      assertThat(post(coding, torn).statusCode()).as("%d of %d", more, next.length).isEqualTo(400);
    }
  }

  @Test
  void manyMembersThatHoldNothing_doNoHarm() {
    byte[] empty = coded("gzip", new byte[0]);
    byte[] body = new byte[MAX_BODY_BYTES - MAX_BODY_BYTES % empty.length];
    for (int at = 0; at < body.length; at += empty.length) {
      System.arraycopy(empty, 0, body, at, empty.length);
    }

    HttpResponse<String> answer = post("gzip", body);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("thousands of its members hold nothing");
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "zstd"})
  void aBodyThatIsNotCompressed_isRefused(String coding) {
    HttpResponse<String> answer = post(coding, "{}".getBytes(StandardCharsets.UTF_8));

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
    assertThat(answer.body()).contains("the body must be what Content-Encoding says: ");
  }

  @Test
  void tooManyRecords_areRefusedAtTheDoor() {
    byte[] most = "{}\n".repeat(10_000).getBytes(StandardCharsets.UTF_8);
    byte[] more = "{}\n".repeat(10_001).getBytes(StandardCharsets.UTF_8);

    assertThat(post("gzip", coded("gzip", most)).statusCode()).isEqualTo(202);
    HttpResponse<String> answer = post("gzip", coded("gzip", more));
    assertThat(answer.statusCode()).isEqualTo(413);
    assertThat(answer.body())
        .contains("a body must have at most 10000 records or lines: count=10001");
  }

  private static void assertTooLarge(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).isEqualTo(413);
    assertThat(answer.body())
        .contains("\"type\":\"urn:spillway:problem:body-too-large\"")
        .contains("a body must have at most 1048576 bytes");
  }

  private static HttpResponse<String> post(String coding, byte[] body) {
    return SERVER.send(
        HttpRequest.newBuilder(SERVER.uri(EVENTS))
            .header("Content-Type", TestServer.NDJSON)
            .header("Content-Encoding", coding)
            .POST(BodyPublishers.ofByteArray(body)));
  }

  private static byte[] coded(String coding, byte[] body) {
    return coded(coding, 1, body);
  }

  private static byte[] coded(String coding, int times, byte[] body) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (OutputStream encoder = encoder(coding, out)) {
      for (int left = times; left > 0; left--) {
        encoder.write(body);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static OutputStream encoder(String coding, OutputStream out) throws IOException {
    return switch (coding) {
      case "identity" -> out;
      case "zstd" -> new ZstdOutputStream(out);
      default -> new GZIPOutputStream(out);
    };
  }

  private static byte[] spaces(int length) {
    byte[] spaces = new byte[length];
    Arrays.fill(spaces, (byte) ' ');
    return spaces;
  }
}
