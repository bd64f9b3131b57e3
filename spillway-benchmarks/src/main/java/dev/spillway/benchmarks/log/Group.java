package dev.spillway.benchmarks.log;

import dev.spillway.benchmarks.Samples;
import dev.spillway.queue.RecordBuffer;
import java.util.ArrayList;
import java.util.List;

/** Events that go to the disk together. Immutable. */
final class Group {
  /** A block of the log at its default size. */
  static final int BYTES = 256 << 10;

  private final List<byte[]> events = new ArrayList<>();
  private final RecordBuffer records = new RecordBuffer(BYTES);

  private Group(int eventBytes, int mostEvents) {
    int recordBytes = eventBytes + RecordBuffer.LENGTH_BYTES;
    while (records.sizeBytes() + recordBytes <= BYTES && events.size() < mostEvents) {
      byte[] event = Samples.jsonEvent(events.size(), eventBytes);
      events.add(event);
      records.put(event, 0, event.length, RecordBuffer.NO_DEADLINE);
    }
  }

  /** As many events of one size as {@link #BYTES} hold. */
  static Group full(int eventBytes) {
    return new Group(eventBytes, Integer.MAX_VALUE);
  }

  /** So many events of one size, or as many as {@link #BYTES} hold. */
  static Group of(int events, int eventBytes) {
    return new Group(eventBytes, events);
  }

  int count() {
    return events.size();
  }

  /** To be read only. */
  List<byte[]> events() {
    return events;
  }

  /** The same, to be read only. */
  RecordBuffer records() {
    return records;
  }
}
