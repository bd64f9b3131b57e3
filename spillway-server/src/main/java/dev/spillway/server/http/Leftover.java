package dev.spillway.server.http;

import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Callback;

/**
 * Throws away what the client still sends after it was answered, up to a bound, and then completes
 * the request. Closing at once would reset the connection, and the client might never see why.
 */
final class Leftover implements Runnable {
  private static final int MAX_BYTES = 64 << 20;

  private final Request request;
  private final Callback callback;
  private long readBytes;

  Leftover(Request request, Callback callback) {
    this.request = request;
    this.callback = callback;
  }

  @Override
  public void run() {
    while (readBytes <= MAX_BYTES) {
      Content.Chunk chunk = request.read();
      if (chunk == null) {
        request.demand(this);
        return;
      }
      if (Content.Chunk.isFailure(chunk)) {
        break;
      }
      readBytes += chunk.remaining();
      chunk.release();
      if (chunk.isLast()) {
        break;
      }
    }
    callback.succeeded();
  }
}
