package dev.spillway.benchmarks.log;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.activemq.artemis.core.io.SequentialFileFactory;
import org.apache.activemq.artemis.core.io.aio.AIOSequentialFileFactory;
import org.apache.activemq.artemis.core.io.nio.NIOSequentialFileFactory;
import org.apache.activemq.artemis.core.journal.IOCompletion;
import org.apache.activemq.artemis.core.journal.RecordInfo;
import org.apache.activemq.artemis.core.journal.impl.JournalImpl;
import org.apache.activemq.artemis.core.journal.impl.dataformat.ByteArrayEncoding;
import org.jspecify.annotations.Nullable;

/**
 * The journal of ActiveMQ Artemis: a record for each event, and a sync with the last of a group.
 * Files are made before the time is taken.
 */
final class ArtemisGroups implements GroupLog {
  private static final int FILE_BYTES = 10 << 20;
  private static final int FILES = 32;
  private static final int AIO_OPERATIONS = 4_096;
  private static final byte EVENT = 1;

  private final JournalImpl journal;
  private final AtomicReference<@Nullable String> failure = new AtomicReference<>();
  private long lastId;

  private ArtemisGroups(SequentialFileFactory files) throws Exception {
    journal = open(files);
    journal.loadInternalOnly();
  }

  private static JournalImpl open(SequentialFileFactory files) {
    JournalImpl opened =
        new JournalImpl(FILE_BYTES, FILES, FILES, 0, 0, files, "events", "log", files.getMaxIO());
    opened.start();
    return opened;
  }

  /** Writes and forces with the JDK. */
  static ArtemisGroups nio(Path directory) throws Exception {
    return new ArtemisGroups(nioFiles(directory));
  }

  private static SequentialFileFactory nioFiles(Path directory) {
    return new NIOSequentialFileFactory(directory.toFile(), true, 1);
  }

  /** Writes past the cache of the system, with libaio. */
  static ArtemisGroups aio(Path directory) throws Exception {
    return new ArtemisGroups(new AIOSequentialFileFactory(directory.toFile(), AIO_OPERATIONS));
  }

  /** Whether there is a libaio. */
  static boolean hasAio() {
    return AIOSequentialFileFactory.isSupported();
  }

  @Override
  public void append(Group group, Runnable stored) throws Exception {
    int last = group.count() - 1;
    for (byte[] event : group.events().subList(0, last)) {
      journal.appendAddRecord(++lastId, EVENT, event, false);
    }
    journal.appendAddRecord(
        ++lastId,
        EVENT,
        new ByteArrayEncoding(group.events().get(last)),
        true,
        new Completion(stored));
  }

  @Override
  public void finish() {
    String message = failure.get();
    if (message != null) {
      throw new IllegalStateException("a group was not stored: " + message);
    }
  }

  @Override
  public void close() {
    journal.stop();
  }

  /** How many events a journal that was closed holds. */
  static long count(Path directory) throws Exception {
    JournalImpl journal = open(nioFiles(directory));
    List<RecordInfo> found = new ArrayList<>();
    journal.load(found, new ArrayList<>(), null, false);
    journal.stop();
    return found.size();
  }

  private final class Completion implements IOCompletion {
    private final Runnable stored;

    Completion(Runnable stored) {
      this.stored = stored;
    }

    @Override
    public void storeLineUp() {}

    @Override
    public void done() {
      stored.run();
    }

    @Override
    public void onError(int code, String message) {
      failure.set(message);
      stored.run();
    }
  }
}
