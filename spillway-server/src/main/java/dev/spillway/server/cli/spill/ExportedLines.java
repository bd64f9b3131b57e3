package dev.spillway.server.cli.spill;

import dev.spillway.queue.StoredEvent;
import dev.spillway.server.json.JsonBuffer;
import dev.spillway.spill.SpillInspector;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Writes the events of lanes, line by line, and counts. For one thread, but for its counts. */
final class ExportedLines implements SpillInspector.RecordVisitor {
  private static final int KEPT_BYTES = 1 << 20;

  private final String queue;
  private final ExportFormat format;
  private final @Nullable OutputStream out;
  private final long expiredAtMillis;
  private final JsonBuffer line = new JsonBuffer(1 << 12);
  private final AtomicLong written = new AtomicLong();
  private long expired;
  private long damaged;
  private long filled;
  private long notEvents;

  /**
   * Lines for {@code out}.
   *
   * @param out null to count only
   * @param expiredAtMillis leave out what is expired then; {@link Long#MIN_VALUE} leaves out
   *     nothing
   */
  ExportedLines(
      String queue, ExportFormat format, @Nullable OutputStream out, long expiredAtMillis) {
    this.queue = queue;
    this.format = format;
    this.out = out;
    this.expiredAtMillis = expiredAtMillis;
  }

  @Override
  public void onRecord(long sequence, byte[] bytes, int offset, int length) {
    StoredEvent stored;
    try {
      stored = StoredEvent.read(bytes, offset, length);
    } catch (IllegalArgumentException e) {
      notEvents++;
      return;
    }
    if (stored.event().isExpiredAt(expiredAtMillis)) {
      expired++;
      return;
    }
    line.clear(KEPT_BYTES);
    format.write(queue, stored, line);
    if (out != null) {
      try {
        out.write(line.array(), 0, line.size());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    written.incrementAndGet();
  }

  @Override
  public void onDamage(long first, long end) {
    damaged += end - first;
  }

  @Override
  public void onFilled(long first, long end) {
    filled += end - first;
  }

  long written() {
    return written.get();
  }

  long expired() {
    return expired;
  }

  /** Events that no block holds any more, or that a damaged one did. */
  long damaged() {
    return damaged;
  }

  /** Events that were lost already when the log was repaired. */
  long filled() {
    return filled;
  }

  /** Records that are whole and no events. */
  long notEvents() {
    return notEvents;
  }

  boolean isComplete() {
    return damaged + notEvents == 0;
  }
}
