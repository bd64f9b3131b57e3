package dev.spillway.benchmarks.cli;

import dev.spillway.time.TimeSource;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The cheapest HTTP client that is still honest: it reads every answer and checks its status. */
final class LoadClient {
  private static final int BUFFER_BYTES = 16 << 10;

  private LoadClient() {}

  /** Sends {@code requests} times {@code request} over as many connections; returns requests/s. */
  static double run(int port, int connections, int requests, byte[] request) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(connections);
    try {
      List<Future<?>> all = new ArrayList<>();
      TimeSource time = TimeSource.system();
      long startNanos = time.nanoTime();
      for (int connection = 0; connection < connections; connection++) {
        all.add(
            threads.submit(
                () -> {
                  exchange(port, requests / connections, request);
                  return true;
                }));
      }
      for (Future<?> one : all) {
        one.get();
      }
      return requests * 1e9 / (time.nanoTime() - startNanos);
    } finally {
      threads.shutdown();
    }
  }

  private static void exchange(int port, int requests, byte[] request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setTcpNoDelay(true);
      OutputStream out = socket.getOutputStream();
      InputStream in = socket.getInputStream();
      byte[] buffer = new byte[BUFFER_BYTES];
      for (int number = 0; number < requests; number++) {
        out.write(request);
        readAnswer(in, buffer);
      }
    }
  }

  private static void readAnswer(InputStream in, byte[] buffer) throws IOException {
    int filled = 0;
    int total = Integer.MAX_VALUE;
    while (filled < total) {
      int read = in.read(buffer, filled, buffer.length - filled);
      if (read < 0) {
        throw new IOException("connection closed within an answer");
      }
      filled += read;
      if (total == Integer.MAX_VALUE) {
        total = totalBytes(new String(buffer, 0, filled, StandardCharsets.ISO_8859_1));
      }
    }
  }

  private static int totalBytes(String answer) throws IOException {
    int headEnd = answer.indexOf("\r\n\r\n");
    if (headEnd < 0) {
      return Integer.MAX_VALUE;
    }
    if (!answer.startsWith("HTTP/1.1 202")) {
      throw new IOException("answer must be 202: " + answer);
    }
    String head = answer.substring(0, headEnd).toLowerCase(Locale.ROOT);
    int at = head.indexOf("content-length:");
    if (at < 0) {
      throw new IOException("answer must have a length: " + head);
    }
    int end = head.indexOf("\r\n", at);
    String length = head.substring(at + "content-length:".length(), end < 0 ? headEnd : end);
    return headEnd + 4 + Integer.parseInt(length.strip());
  }
}
