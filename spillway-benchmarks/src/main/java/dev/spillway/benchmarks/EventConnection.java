package dev.spillway.benchmarks;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/** One connection that sends lines to a gateway's queue {@code default}. For one thread. */
public final class EventConnection implements AutoCloseable {
  private static final int BUFFER_BYTES = 64 << 10;
  private static final String LENGTH = "content-length:";

  private final Socket socket;
  private final OutputStream out;
  private final InputStream in;
  private byte[] buffer = new byte[BUFFER_BYTES];

  public EventConnection(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setTcpNoDelay(true);
    out = socket.getOutputStream();
    in = socket.getInputStream();
  }

  /**
   * An answer.
   *
   * @param body of a length that the head tells, as every one of the gateway's is
   */
  public record Answer(int status, String body) {}

  /**
   * Sends {@code lines} and waits for the answer.
   *
   * @param priority of all of them, as a name
   * @param durable whether only a durable promise will do
   */
  public Answer send(byte[] lines, String priority, boolean durable) throws IOException {
    String head =
        "POST /api/v1/queues/default/events?durability="
            + (durable ? "durable" : "volatile")
            + " HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-ndjson\r\n"
            + "Spillway-Priority: "
            + priority
            + "\r\nContent-Length: "
            + lines.length
            + "\r\n\r\n";
    ByteArrayOutputStream request = new ByteArrayOutputStream(head.length() + lines.length);
    request.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
    request.writeBytes(lines);
    request.writeTo(out);
    return answer();
  }

  private Answer answer() throws IOException {
    int filled = 0;
    String head = "";
    while (head.isEmpty()) {
      filled += read(filled);
      String text = new String(buffer, 0, filled, StandardCharsets.ISO_8859_1);
      int end = text.indexOf("\r\n\r\n");
      head = end < 0 ? "" : text.substring(0, end + 4);
    }
    int total = head.length() + bodyBytes(head);
    while (filled < total) {
      filled += read(filled);
    }
    int status = Integer.parseInt(head.substring(9, 12));
    String body = new String(buffer, head.length(), total - head.length(), StandardCharsets.UTF_8);
    return new Answer(status, body);
  }

  private int read(int filled) throws IOException {
    if (filled == buffer.length) {
      buffer = Arrays.copyOf(buffer, 2 * filled);
    }
    int read = in.read(buffer, filled, buffer.length - filled);
    if (read < 0) {
      throw new IOException("connection closed within an answer");
    }
    return read;
  }

  private static int bodyBytes(String head) throws IOException {
    String lower = head.toLowerCase(Locale.ROOT);
    int at = lower.indexOf(LENGTH);
    if (at < 0) {
      throw new IOException("answer must have a length: " + head);
    }
    return Integer.parseInt(
        lower.substring(at + LENGTH.length(), lower.indexOf("\r\n", at)).strip());
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
