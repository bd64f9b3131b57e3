package dev.spillway.spill;

import dev.spillway.queue.RecordBuffer;
import dev.spillway.time.TaskScheduler;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Reads one lane's blocks ahead of polling. All but {@link #request} is for the reader's thread.
 *
 * <p>A damaged block costs its records and no others: reading goes on at the next sound header of
 * the segment's epoch. Where none is left, the end of the segment is known, so the count of what is
 * lost is exact.
 */
final class LaneReader {
  private static final Logger LOGGER = System.getLogger(LaneReader.class.getName());

  /** After so many failures, what can't be read is skipped if something behind it can. */
  private static final int PATIENT_ATTEMPTS = 5;

  private final LogLane owner;
  private final Backlog backlog;
  private final SpillFiles files;
  private final TaskScheduler scheduler;
  private final BlockDecoder decoder;
  private final Trouble trouble;
  private final AtomicLong quarantined;
  private final Backoff backoff = new Backoff();
  private int attempts;
  private volatile boolean closed;
  private @Nullable Segment segment;
  private @Nullable SpillFile file;

  LaneReader(LogLane owner, SpillReader reader) {
    this.owner = owner;
    this.backlog = owner.backlog();
    this.files = reader.files();
    this.scheduler = reader.scheduler();
    this.decoder = reader.decoder();
    this.trouble = reader.trouble();
    this.quarantined = reader.quarantined();
  }

  /** Reads ahead if something is to be read and nobody is at it. For any thread. */
  void request() {
    if (backlog.claimLoad()) {
      scheduler.execute(this::load);
    }
  }

  private void load() {
    if (closed) {
      return;
    }
    boolean any = false;
    try {
      Backlog.Position position = backlog.nextLoad();
      while (position != null) {
        read(position);
        attempts = 0;
        any = true;
        position = backlog.nextLoad();
      }
      if (backoff.isOn()) {
        backoff.end();
        trouble.end(part());
      }
    } catch (IOException | RuntimeException e) {
      closeFile();
      attempts++;
      trouble.begin(part(), owner.name() + " can't be read: " + e, e);
      scheduler.schedule(this::load, backoff.begin(scheduler.time().nanoTime()));
    }
    if (any) {
      owner.tellReadable();
    }
  }

  private String part() {
    return owner.name() + "-reading";
  }

  private void read(Backlog.Position position) throws IOException {
    Segment from = position.segment();
    if (from == null) {
      lost(position, position.limitSequence() - position.expected());
      return;
    }
    SkippingFile open = new SkippingFile(open(from), attempts >= PATIENT_ATTEMPTS);
    BlockChain chain = new BlockChain(open, from, position, decoder);
    BlockScan.Found next = chain.next(position.offset(), position.expected());
    if (next != null && load(open, next, position)) {
      return;
    }
    for (BlockScan.Found found : chain.from(position.offset(), position.expected())) {
      if (load(open, found, position)) {
        return;
      }
    }
    open.throwSkipped(); // all of the rest may be unreadable only for now
    lost(position, position.limitSequence() - position.expected());
  }

  /** Returns false when the block is damaged or none of those that are wanted. */
  private boolean load(SpillFile open, BlockScan.Found found, Backlog.Position position)
      throws IOException {
    BlockHeader header = found.header();
    boolean wanted =
        !header.isSeal()
            && header.first() < position.limitSequence()
            && header.end() > position.expected();
    RecordBuffer records = wanted ? decoder.decode(open, found) : null;
    if (records == null) {
      return false;
    }
    long gap = Math.max(0, header.first() - position.expected());
    report(position, gap);
    RecordBuffer unsettled = behind(records, position.expected() - header.first());
    backlog.loaded(LoadedBlock.readBack(unsettled, header.end(), gap), found.nextOffset());
    return true;
  }

  /** Without the records of a block that are settled; a log settles whole ones, others need not. */
  private static RecordBuffer behind(RecordBuffer records, long settled) {
    if (settled <= 0) {
      return records;
    }
    RecordBuffer rest = new RecordBuffer(records.sizeBytes());
    for (int index = Math.toIntExact(settled); index < records.count(); index++) {
      int length = records.length(index);
      rest.put(records.array(), records.offset(index), length, records.deadlineMillis(index));
    }
    return rest;
  }

  /** All that is left of the segment is damaged. */
  private void lost(Backlog.Position position, long count) {
    report(position, count);
    backlog.loaded(
        LoadedBlock.readBack(new RecordBuffer(0), position.limitSequence(), count),
        position.limitOffset());
  }

  private void report(Backlog.Position position, long count) {
    if (count == 0) {
      return;
    }
    quarantined.addAndGet(count);
    Segment from = position.segment();
    LOGGER.log(
        Level.ERROR,
        "event=spill-damage directory="
            + files
            + " lane="
            + owner.name()
            + " segment="
            + (from == null ? "(missing)" : from.name().fileName())
            + " offset="
            + position.offset()
            + " first="
            + position.expected()
            + " records="
            + count);
  }

  private SpillFile open(Segment wanted) throws IOException {
    SpillFile current = file;
    if (current != null && segment == wanted) {
      return current;
    }
    closeFile();
    SpillFile opened = files.openForReading(wanted.name().fileName());
    file = opened;
    segment = wanted;
    return opened;
  }

  /** For the end, when the reader's thread has stopped. */
  void close() {
    closed = true;
    closeFile();
  }

  private void closeFile() {
    SpillFile current = file;
    file = null;
    segment = null;
    if (current != null) {
      try {
        current.close();
      } catch (IOException e) {
        LOGGER.log(Level.DEBUG, "event=spill-close-failed lane=" + owner.name(), e);
      }
    }
  }
}
