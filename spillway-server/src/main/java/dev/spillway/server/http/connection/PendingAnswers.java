package dev.spillway.server.http.connection;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Callback;

/**
 * The answers that wait for their clients to read them, within a bound on what they take together.
 * When they take more, those are cut off that have waited longest: who reads has done so long
 * before. Thread-safe.
 */
public final class PendingAnswers {
  /** What is smaller costs less than the connection that it waits in. */
  private static final int FREE_BYTES = 1024;

  private final long boundBytes;
  private final LongAdder cut = new LongAdder();
  private final ReentrantLock lock = new ReentrantLock();

  /** Oldest first; guarded by the lock, as is the other. */
  private final LinkedHashSet<Answer> waiting = new LinkedHashSet<>();

  private long waitingBytes;

  /** Answers that take up to {@code boundBytes} together. */
  public PendingAnswers(long boundBytes) {
    this.boundBytes = boundBytes;
  }

  /** How many were cut off. */
  public long cut() {
    return cut.sum();
  }

  /** What all that wait take. */
  public long bytes() {
    lock.lock();
    try {
      return waitingBytes;
    } finally {
      lock.unlock();
    }
  }

  /** Counts an answer that is about to be written until what it returns is called. */
  public Callback add(Request request, int bytes, Callback written) {
    if (bytes < FREE_BYTES) {
      return written;
    }
    Answer answer = new Answer(request, bytes, written);
    List<Answer> tooMany = new ArrayList<>();
    lock.lock();
    try {
      while (waitingBytes + bytes > boundBytes && !waiting.isEmpty()) {
        Answer oldest = waiting.iterator().next();
        remove(oldest);
        tooMany.add(oldest);
      }
      waiting.add(answer);
      waitingBytes += bytes;
    } finally {
      lock.unlock();
    }
    tooMany.forEach(Answer::cut);
    return answer;
  }

  private void remove(Answer answer) {
    lock.lock();
    try {
      if (waiting.remove(answer)) {
        waitingBytes -= answer.bytes;
      }
    } finally {
      lock.unlock();
    }
  }

  /** One of them. */
  private final class Answer implements Callback {
    private final Request request;
    private final int bytes;
    private final Callback written;

    Answer(Request request, int bytes, Callback written) {
      this.request = request;
      this.bytes = bytes;
      this.written = written;
    }

    void cut() {
      cut.increment();
      if (request.getConnectionMetaData().getConnection() instanceof ClientConnection client) {
        client.close(new IOException("closed because answers that nobody reads take too much"));
      }
    }

    @Override
    public void succeeded() {
      remove(this);
      written.succeeded();
    }

    @Override
    public void failed(Throwable cause) {
      remove(this);
      written.failed(cause);
    }
  }
}
