package dev.spillway.server.http;

import java.nio.ByteBuffer;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** An answer that goes on until somebody ends it. One part is written at a time. */
final class OpenAnswer {
  private final Response response;
  private final Callback callback;

  OpenAnswer(Response response, Callback callback) {
    this.response = response;
    this.callback = callback;
  }

  /** Writes a part; {@code written} is told when the next may follow, or that none can. */
  void write(byte[] part, Callback written) {
    response.write(false, ByteBuffer.wrap(part), written);
  }

  /** Ends it in order, when nothing is being written. */
  void end() {
    response.write(true, ByteBuffer.allocate(0), callback);
  }

  /** Cuts the connection. */
  void cut(Throwable cause) {
    callback.failed(cause);
  }
}
