package dev.spillway.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.spillway.Priority;
import dev.spillway.queue.Batch;
import dev.spillway.queue.EventQueue;
import dev.spillway.queue.LaneFigures;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Bytes sent to a real server as they are. Whatever they are: every answer is one, none tells of a
 * fault but 503, the connection ends when the client has ended its side, no memory stays taken, and
 * the accounts are exact.
 */
public final class HttpFuzz {
  private static final int PATIENCE_MILLIS = 10_000;
  private static final int LARGEST_BATCH = 1 << 20;
  private static @Nullable HttpFuzz instance;

  private final EventQueue queue = EventQueue.builder("orders").build();
  private final TestServer server =
      new TestServer(
          TestServer.CONFIG,
          HttpLimits.forBodies(1 << 20),
          new FeedLimits(
              4, 1 << 16, Duration.ofMillis(20), Duration.ofMillis(20), Duration.ofMillis(20)),
          TestServer.served(queue));

  private HttpFuzz() {}

  /** What the fuzzer calls. The server stays for the life of the process. */
  public static void fuzzerTestOneInput(byte[] data) {
    HttpFuzz fuzz = instance;
    if (fuzz == null) {
      fuzz = new HttpFuzz();
      instance = fuzz;
    }
    fuzz.accept(data);
  }

  private void accept(byte[] data) {
    byte[] answers = answersTo(data);
    new Answers(answers).check();
    if (server.server.bodiesBytes() != 0) {
      await().pollInterval(1, TimeUnit.MILLISECONDS).until(() -> server.server.bodiesBytes() == 0);
    }
    if (settleAll()) {
      for (LaneFigures lane : queue.figures().lanes().values()) {
        assertThat(lane.account().imbalance()).isZero();
      }
    }
    assertThat(queue.held()).isZero();
  }

  /** Whether there was anything. */
  private boolean settleAll() {
    Batch batch = queue.poll(Priority.BULK, LARGEST_BATCH, LARGEST_BATCH);
    boolean any = batch != null;
    while (batch != null) {
      batch.delivered();
      batch = queue.poll(Priority.BULK, LARGEST_BATCH, LARGEST_BATCH);
    }
    return any;
  }

  /** All that comes back, up to a stream that would not end. */
  private byte[] answersTo(byte[] data) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.server.port())) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.setSoLinger(true, 0);
      send(socket, data);
      byte[] buffer = new byte[1 << 16];
      byte[] all = new byte[0];
      for (int count = read(socket, buffer); count >= 0; count = read(socket, buffer)) {
        byte[] more = Arrays.copyOf(all, all.length + count);
        System.arraycopy(buffer, 0, more, all.length, count);
        all = more;
        if (new String(all, StandardCharsets.ISO_8859_1).contains("event: hello")) {
          break;
        }
      }
      return all;
    } catch (IOException e) {
      throw new AssertionError("no answer and no end within " + PATIENCE_MILLIS + " ms", e);
    }
  }

  private static void send(Socket socket, byte[] data) {
    try {
      socket.getOutputStream().write(data);
      socket.shutdownOutput();
    } catch (IOException e) {
      assertThat(socket.isClosed()).isFalse(); // the server need not read all of it
    }
  }

  /** A connection that the server resets is ended too. */
  private static int read(Socket socket, byte[] buffer) throws IOException {
    try {
      return socket.getInputStream().read(buffer);
    } catch (SocketException e) {
      return -1;
    }
  }

  /** What came back, one answer after the other. */
  private static final class Answers {
    private final String text;
    private int at;

    Answers(byte[] bytes) {
      text = new String(bytes, StandardCharsets.ISO_8859_1);
    }

    void check() {
      while (at < text.length()) {
        int headEnd = text.indexOf("\r\n\r\n", at);
        assertThat(headEnd).as("end of a head after %s in %s", at, text).isPositive();
        String head = text.substring(at, headEnd + 4);
        assertThat(head).matches("(?s)HTTP/1\\.1 \\d{3} .*");
        int status = Integer.parseInt(head.substring(9, 12));
        assertThat(status).as(text).matches(s -> s < 500 || s == 503);
        if (status >= 400) {
          assertThat(head).contains("Content-Type: " + Problem.MEDIA_TYPE);
        }
        at = headEnd + 4;
        if (head.contains("Content-Type: text/event-stream")) {
          return;
        }
        skipBody(head);
      }
    }

    /** Answers to HEAD have none, whatever they announce. */
    private void skipBody(String head) {
      int length = head.indexOf("Content-Length: ");
      if (length >= 0 && !text.startsWith("HTTP/1.1 ", at) && at < text.length()) {
        int from = length + "Content-Length: ".length();
        at += Integer.parseInt(head.substring(from, head.indexOf('\r', from)));
      }
    }
  }
}
