package dev.spillway.server.ingest;

import dev.spillway.queue.DiskMode;
import dev.spillway.queue.Event;
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

  private final Classifier classifier;
  private final FieldTree tree = new FieldTree();
  private final int maxLineBytes;
  private final boolean copies;
  private final IdSource ids;
  private final TimeSource time;

  /**
   * A reader for the queue that {@code queue} describes.
   *
   * @throws IllegalArgumentException if a rule's path is not a JSON pointer
   */
  public RecordReader(QueueConfig queue, int maxLineBytes, IdSource ids, TimeSource time) {
    this.classifier = new Classifier(queue.classification(), tree);
    this.maxLineBytes = maxLineBytes;
    this.copies = queue.disk().mode() != DiskMode.WRITE_AHEAD;
    this.ids = ids;
    this.time = time;
  }

  /**
   * The most memory that the events of a body take on top of the body itself: their objects, their
   * texts, which are parts of the body, and their payloads where those are copied.
   */
  public long eventBytes(byte[] body, int length) {
    return (long) Lines.count(body, length) * EVENT_BYTES + (copies ? 2L : 1L) * length;
  }

  /**
   * Reads every line of {@code body} that is not blank as a JSON object.
   *
   * @param length how many bytes of {@code body} count; they must not change afterwards
   * @param headers the sender, with the request's headers
   */
  public List<Event> readJson(byte[] body, int length, Sender headers) throws RecordException {
    return assembly(body, length, headers).json(tree);
  }

  /** Takes every line of {@code body} that is not empty as an event, whatever it says. */
  public List<Event> readText(byte[] body, int length, Sender headers) throws RecordException {
    return assembly(body, length, headers).text();
  }

  private EventAssembly assembly(byte[] body, int length, Sender headers) throws RecordException {
    Lines lines = new Lines(body, length, maxLineBytes);
    EventAssembly.Payloads payloads = new EventAssembly.Payloads(body, copies);
    return new EventAssembly(lines, payloads, new Request(headers, time.epochMillis()), this);
  }

  Classifier classifier() {
    return classifier;
  }

  IdSource ids() {
    return ids;
  }

  /** What is the same for every record of a request. */
  record Request(Sender headers, long nowMillis) {
    EventTerms terms() {
      return headers.terms();
    }
  }
}
