package dev.spillway.server.http;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * Reads a body into one array as it comes in, without holding a thread. Memory is taken as bytes
 * arrive and not as they are announced, so that a client holds no more than it has sent.
 */
final class BodyReading implements Runnable {
  private static final int FIRST_BYTES = 4 << 10;

  private final Request request;
  private final BodyBudget.Lease lease;
  private final int maxBytes;
  private final Receiver receiver;
  private byte[] body = new byte[0];
  private int length;

  /** Whether it had to wait for more; handed from thread to thread by the demand. */
  private boolean waited;

  BodyReading(Request request, BodyBudget.Lease lease, int maxBytes, Receiver receiver) {
    this.request = request;
    this.lease = lease;
    this.maxBytes = maxBytes;
    this.receiver = receiver;
  }

  /** Reads what is there, and comes back when there is more. */
  @Override
  public void run() {
    try {
      read();
    } catch (RuntimeException | Error e) { // no memory, most likely
      receiver.onFailure(e);
    }
  }

  private void read() {
    while (true) {
      Content.Chunk chunk = request.read();
      if (chunk == null) {
        waited = true;
        request.demand(this);
        return;
      }
      if (Content.Chunk.isFailure(chunk)) {
        receiver.onFailure(chunk.getFailure());
        return;
      }
      boolean last = chunk.isLast();
      Problem problem = append(chunk.getByteBuffer());
      chunk.release();
      if (problem != null) {
        receiver.onProblem(problem);
        return;
      }
      if (last) {
        if (waited) {
          receiver.onLateBody(body, length);
        } else {
          receiver.onBody(body, length);
        }
        return;
      }
    }
  }

  private @Nullable Problem append(ByteBuffer bytes) {
    int more = bytes.remaining();
    if (more > maxBytes - length) {
      return Problem.bodyTooLarge(maxBytes);
    }
    if (length + more > body.length && !grow(length + more)) {
      return Problem.busy();
    }
    bytes.get(body, length, more);
    length += more;
    return null;
  }

  private boolean grow(int neededBytes) {
    long announced = request.getLength();
    long wanted = Math.max(Math.max(neededBytes, FIRST_BYTES), body.length * 2L);
    int bytes = (int) Math.min(wanted, announced >= neededBytes ? announced : maxBytes);
    if (!lease.take(bytes)) {
      return false;
    }
    int before = body.length;
    body = Arrays.copyOf(body, bytes);
    lease.giveBack(before);
    return true;
  }

  /** Hears once how reading ended. */
  interface Receiver {
    /** The first {@code length} bytes of {@code body} are the whole body. */
    void onBody(byte[] body, int length);

    /** The same when it was waited for, and whoever began to read has gone on. */
    void onLateBody(byte[] body, int length);

    /** The body cannot be taken. */
    void onProblem(Problem problem);

    /** The body did not arrive. */
    void onFailure(Throwable cause);
  }
}
