package dev.spillway.benchmarks.log;

import java.nio.file.Path;
import net.openhft.chronicle.bytes.SyncMode;
import net.openhft.chronicle.queue.ChronicleQueue;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.ExcerptTailer;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import net.openhft.chronicle.wire.DocumentContext;

/** Chronicle Queue: an excerpt for each event, and one sync for a group. */
final class ChronicleGroups implements GroupLog {
  private final ChronicleQueue queue;
  private final ExcerptAppender appender;

  ChronicleGroups(Path directory) {
    queue = open(directory);
    appender = queue.createAppender();
  }

  /** By default a sync of its is asynchronous and forces nothing. */
  private static ChronicleQueue open(Path directory) {
    return SingleChronicleQueueBuilder.single(directory.toFile()).syncMode(SyncMode.SYNC).build();
  }

  @Override
  public void append(Group group, Runnable stored) {
    for (byte[] event : group.events()) {
      try (DocumentContext document = appender.writingDocument()) {
        document.wire().bytes().write(event);
      }
    }
    appender.sync();
    stored.run();
  }

  @Override
  public void close() {
    appender.close();
    queue.close();
  }

  /** How many events a queue that was closed holds. */
  static long count(Path directory) {
    try (ChronicleQueue queue = open(directory);
        ExcerptTailer tailer = queue.createTailer()) {
      long count = 0;
      while (tailer.readBytes(bytes -> bytes.readPosition(bytes.readLimit()))) {
        count++;
      }
      return count;
    }
  }
}
