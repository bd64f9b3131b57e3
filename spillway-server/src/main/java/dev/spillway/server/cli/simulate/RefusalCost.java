package dev.spillway.server.cli.simulate;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * What a refusal costs a server when it is asked over HTTP on loopback: the processor time of the
 * server's threads, not of the client's.
 */
final class RefusalCost {
  private static final String THREADS = "refusal-cost";
  private static final int MOST_THREADS = 8;
  private static final int WARMING = 10_000;
  private static final int MEASURED = 5_000;
  private static final double NANOS_PER_MICRO = 1e3;
  private static final byte[] REQUEST =
      "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final String END_OF_HEAD = "\r\n\r\n";

  private RefusalCost() {}

  /**
   * Asks a server that refuses everything, one request after another, for a second or so.
   *
   * @throws IOException if no server can be had
   */
  static double micros() throws IOException {
    QueuedThreadPool threads = new QueuedThreadPool(MOST_THREADS);
    threads.setName(THREADS);
    Server server = new Server(threads);
    ServerConnector connector = new ServerConnector(server, 1, 1);
    connector.setHost(InetAddress.getLoopbackAddress().getHostAddress());
    server.addConnector(connector);
    server.setHandler(new Refusing());
    try {
      server.start();
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), connector.getLocalPort())) {
        socket.setTcpNoDelay(true);
        ask(socket, WARMING);
        long before = processorNanos();
        ask(socket, MEASURED);
        return (processorNanos() - before) / NANOS_PER_MICRO / MEASURED;
      } finally {
        server.stop();
      }
    } catch (IOException e) {
      throw e;
    } catch (Exception e) { // Jetty declares no less
      throw new IOException("the cost of a refusal cannot be measured: " + e, e);
    }
  }

  private static void ask(Socket socket, int times) throws IOException {
    InputStream in = new BufferedInputStream(socket.getInputStream());
    OutputStream out = socket.getOutputStream();
    for (int asked = 0; asked < times; asked++) {
      out.write(REQUEST);
      int matched = 0;
      while (matched < END_OF_HEAD.length()) {
        int seen = in.read();
        if (seen < 0) {
          throw new IOException("the server that refuses has hung up");
        }
        matched = seen == END_OF_HEAD.charAt(matched) ? matched + 1 : seen == '\r' ? 1 : 0;
      }
    }
  }

  private static long processorNanos() {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long nanos = 0;
    for (long id : threads.getAllThreadIds()) {
      var info = threads.getThreadInfo(id);
      if (info != null && info.getThreadName().startsWith(THREADS)) {
        nanos += Math.max(0, threads.getThreadCpuTime(id));
      }
    }
    return nanos;
  }

  private static final class Refusing extends Handler.Abstract.NonBlocking {
    @Override
    public boolean handle(Request request, Response response, Callback callback) {
      response.setStatus(HttpStatus.SERVICE_UNAVAILABLE_503);
      response.getHeaders().put(HttpHeader.RETRY_AFTER, 1);
      response.getHeaders().put(HttpHeader.CONTENT_LENGTH, 0);
      callback.succeeded();
      return true;
    }
  }
}
