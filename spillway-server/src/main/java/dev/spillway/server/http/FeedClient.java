package dev.spillway.server.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.eclipse.jetty.util.Callback;

/**
 * One reader of {@link LiveFeed}: frames that wait until it has read those before. Thread-safe;
 * nobody ever waits for the reader.
 */
final class FeedClient implements Callback {
  private final OpenAnswer answer;
  private final int bufferBytes;
  private final Consumer<FeedClient> gone;
  private final ReentrantLock lock = new ReentrantLock();

  // All below guarded by the lock.
  private final ArrayDeque<byte[]> waiting = new ArrayDeque<>();
  private int waitingBytes;
  private boolean writing;
  private boolean ending;
  private boolean ended;

  /**
   * A reader with nothing to read yet.
   *
   * @param bufferBytes what may wait for it, but for a single frame, which may be larger
   * @param gone told once when it has vanished or was cut off; not when it was ended
   */
  FeedClient(OpenAnswer answer, int bufferBytes, Consumer<FeedClient> gone) {
    this.answer = answer;
    this.bufferBytes = bufferBytes;
    this.gone = gone;
  }

  /** Sends {@code frame} after all before it, or cuts the reader off when too much waits. */
  void send(byte[] frame) {
    boolean tooSlow;
    lock.lock();
    try {
      if (ended || ending) {
        return;
      }
      tooSlow = waitingBytes > 0 && waitingBytes + frame.length > bufferBytes;
      if (!tooSlow) {
        waiting.add(frame);
        waitingBytes += frame.length;
      }
    } finally {
      lock.unlock();
    }
    if (tooSlow) {
      failed(new IOException("reader too slow: waitingBytes must be at most " + bufferBytes));
    } else {
      writeNext(false);
    }
  }

  /** Ends the answer once everything that waits is read. */
  void end() {
    lock.lock();
    try {
      ending = true;
    } finally {
      lock.unlock();
    }
    writeNext(false);
  }

  /** Writes all that waits as one part, so that a reader who catches up does so in a few steps. */
  private void writeNext(boolean oneWasWritten) {
    byte[] part;
    lock.lock();
    try {
      writing &= !oneWasWritten;
      if (writing || ended) {
        return;
      }
      part = takeAll();
      if (part.length == 0 && !ending) {
        return;
      }
      writing = part.length > 0;
      ended = !writing;
    } finally {
      lock.unlock();
    }
    if (part.length == 0) {
      answer.end();
    } else {
      answer.write(part, this);
    }
  }

  private byte[] takeAll() {
    ByteBuffer all = ByteBuffer.allocate(waitingBytes);
    waiting.forEach(all::put);
    waiting.clear();
    waitingBytes = 0;
    return all.array();
  }

  @Override
  public void succeeded() {
    writeNext(true);
  }

  /** It has vanished, or is too slow. */
  @Override
  public void failed(Throwable cause) {
    lock.lock();
    try {
      if (ended) {
        return;
      }
      ended = true;
      waiting.clear();
    } finally {
      lock.unlock();
    }
    gone.accept(this);
    answer.cut(cause);
  }
}
