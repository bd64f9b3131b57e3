package dev.spillway.benchmarks.hostile;

import dev.spillway.time.TaskScheduler;
import dev.spillway.time.TimeSource;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Posts batches at its own pace, every tenth over a new connection. A time counts from when the
 * request was due, so that a gateway that stalls is not spared the requests it held up.
 */
final class GoodClient {
  private static final int EVENTS = 20;
  private static final int NEW_EVERY = 10;
  private static final int PATIENCE_MILLIS = 30_000;
  private static final byte[] REQUEST = request();

  private final int port;
  private final long paceNanos;
  private final TaskScheduler tasks = TaskScheduler.onThread("good-client");
  private final TimeSource time = tasks.time();
  private final List<Long> nanos = new ArrayList<>();
  private final CountDownLatch ended = new CountDownLatch(1);
  private final long endNanos;
  private long dueNanos;
  private int sent;
  private int failed;
  private String failure = "";
  private @Nullable Socket kept;

  GoodClient(int port, long requestsPerSecond, long seconds) {
    this.port = port;
    this.paceNanos = TimeUnit.SECONDS.toNanos(1) / requestsPerSecond;
    this.dueNanos = time.nanoTime();
    this.endNanos = dueNanos + TimeUnit.SECONDS.toNanos(seconds);
    tasks.execute(this::turn);
  }

  private static byte[] request() {
    String body =
        "{\"id\":\"e\",\"data\":{\"text\":\"nothing much\",\"number\":7}}\n".repeat(EVENTS);
    String head =
        String.join(
            "\r\n",
            "POST /api/v1/queues/default/events HTTP/1.1",
            "Host: localhost",
            "Content-Type: application/x-ndjson",
            "Content-Length: " + body.length(),
            "",
            "");
    return (head + body).getBytes(StandardCharsets.US_ASCII);
  }

  private void turn() {
    while (time.nanoTime() >= dueNanos) {
      if (dueNanos >= endNanos) {
        ended.countDown();
        return;
      }
      post();
      nanos.add(time.nanoTime() - dueNanos);
      dueNanos += paceNanos;
    }
    tasks.schedule(this::turn, dueNanos - time.nanoTime());
  }

  private void post() {
    try {
      if (sent++ % NEW_EVERY == 0 || kept == null) {
        close();
        kept = new Socket(InetAddress.getLoopbackAddress(), port);
        kept.setTcpNoDelay(true);
        kept.setSoTimeout(PATIENCE_MILLIS);
      }
      kept.getOutputStream().write(REQUEST);
      String answer = answer(kept.getInputStream());
      if (!answer.startsWith("HTTP/1.1 202 ")) {
        failed(answer);
      }
    } catch (IOException e) {
      failed(e.toString());
      kept = null;
    }
  }

  private void failed(String how) {
    failed++;
    failure = how;
  }

  /** Answers are short: the end of the JSON is the end of the answer. */
  private static String answer(InputStream in) throws IOException {
    StringBuilder answer = new StringBuilder();
    byte[] buffer = new byte[4096];
    while (answer.indexOf("]}") < 0) {
      int count = in.read(buffer);
      if (count < 0) {
        throw new IOException("the connection ended within an answer: " + answer);
      }
      answer.append(new String(buffer, 0, count, StandardCharsets.US_ASCII));
    }
    return answer.toString();
  }

  private void close() throws IOException {
    if (kept != null) {
      kept.close();
      kept = null;
    }
  }

  /** Waits for the end; then the times, shortest first. */
  List<Long> nanos() throws InterruptedException, IOException {
    ended.await();
    tasks.close();
    close();
    Collections.sort(nanos);
    return nanos;
  }

  int failed() {
    return failed;
  }

  /** How the latest request that failed did so; empty if none did. */
  String failure() {
    return failure;
  }
}
