package dev.spillway.server.ingest;

import dev.spillway.queue.DiskMode;
import dev.spillway.queue.Event;
import dev.spillway.server.config.BodyLimits;
import dev.spillway.server.config.QueueConfig;
import dev.spillway.time.TimeSource;
import java.util.List;

/**
 * Reads the bodies that come for one queue. Immutable and thread-safe.
 *
 * <p>A write-ahead queue copies an event's bytes into its log when they are offered, so there an
 * event is a window on the body. Elsewhere an event may stay in memory long after its neighbours
 * have gone, and would keep the whole body alive while it is charged with its own bytes only: there
 * each event gets a copy of its own, unless it is most of the body.
 */
public final class RecordReader {
  /** What an event takes while its request is worked on, beside its payload and texts. */
  private static final int EVENT_BYTES = 256;

  private final RecordShape plain;
  private final RecordShape cloudEvents;
  private final BodyLimits limits;
  private final boolean copies;
  private final IdSource ids;
  private final TimeSource time;

  /**
   * A reader for the queue that {@code queue} describes.
   *
   * @throws IllegalArgumentException if a rule's path is not a JSON pointer
   */
  public RecordReader(QueueConfig queue, BodyLimits limits, IdSource ids, TimeSource time) {
    this.plain = RecordShape.plain(queue.classification());
    this.cloudEvents = RecordShape.cloudEvents(queue.classification());
    this.limits = limits;
    this.copies = queue.disk().mode() != DiskMode.WRITE_AHEAD;
    this.ids = ids;
    this.time = time;
  }

  /**
   * How many records a body has; of lines, blank ones are counted too.
   *
   * @param length how many bytes of {@code body} count
   */
  public static int count(BodyFormat format, byte[] body, int length) {
    return format.isDocument() ? JsonDocument.count(body, length) : Lines.count(body, length);
  }

  /**
   * The most memory that the {@code count} events of a body take on top of the body itself: their
   * objects, their texts, which are parts of the body, and their payloads where those are copied.
   */
  public long eventBytes(int count, int length) {
    return (long) count * EVENT_BYTES + (copies ? 2L : 1L) * length;
  }

  /**
   * Reads every record of {@code body}. A line that is blank, or empty in a text, is none.
   *
   * @param length how many bytes of {@code body} count; they must not change afterwards
   * @param sender who sent it, with the request's headers
   */
  public List<Event> read(BodyFormat format, byte[] body, int length, Sender sender)
      throws RecordException {
    EventAssembly assembly =
        new EventAssembly(
            format.isCloudEvents() ? cloudEvents : plain,
            new EventAssembly.Payloads(body, copies),
            new Request(sender, time.epochMillis()),
            ids);
    if (format.isDocument()) {
      try (JsonDocument document = new JsonDocument(format, body, length)) {
        return assembly.document(document, limits.maxRecordBytes());
      }
    }
    Lines lines = new Lines(body, length, limits.maxRecordBytes());
    return format == BodyFormat.TEXT ? assembly.text(lines) : assembly.jsonLines(lines);
  }

  /** What is the same for every record of a request. */
  record Request(Sender sender, long nowMillis) {
    EventTerms terms() {
      return sender.terms();
    }
  }
}
