package dev.spillway.spill;

import dev.spillway.queue.DiskState;
import dev.spillway.time.TaskScheduler;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Records where reading stands, and lets go of segments that nobody needs. Always in this order:
 * the state is durable, then a segment is recycled or deleted, then the directory is forced. All
 * but {@link #acknowledged} and {@link #request} is for the writer's thread.
 */
final class Housekeeper {
  private static final long SAVE_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final int SAVE_ACKNOWLEDGEMENTS = 1024;
  private static final String PART = "state";

  private final SpillFiles files;
  private final StateFile stateFile;
  private final SegmentPool pool;
  private final Room room;
  private final TaskScheduler scheduler;
  private final DiskWatch disk;
  private final Trouble trouble;
  private final List<Backlog> lanes;
  private final AtomicInteger unsaved = new AtomicInteger();
  private final AtomicBoolean timed = new AtomicBoolean();
  private final AtomicBoolean requested = new AtomicBoolean();
  private final Backoff backoff = new Backoff();
  private boolean closed;

  Housekeeper(
      SpillWriter writer, StateFile stateFile, Room room, Trouble trouble, List<Backlog> lanes) {
    this.files = writer.files();
    this.pool = writer.pool();
    this.disk = writer.disk();
    this.trouble = trouble;
    this.stateFile = stateFile;
    this.room = room;
    this.scheduler = writer.scheduler();
    this.lanes = List.copyOf(lanes);
  }

  /** A block was acknowledged, and {@code spent} says whether a segment is now spent. */
  void acknowledged(boolean spent) {
    if (unsaved.incrementAndGet() >= SAVE_ACKNOWLEDGEMENTS || spent) {
      request();
    } else if (!timed.get() && timed.compareAndSet(false, true)) {
      scheduler.schedule(this::timed, SAVE_NANOS);
    }
  }

  private void timed() {
    timed.set(false);
    if (unsaved.get() > 0) {
      request();
    }
  }

  /** Asks for {@link #keep} as soon as the writer is free. */
  void request() {
    if (requested.compareAndSet(false, true)) {
      scheduler.execute(this::keep);
    }
  }

  private void keep() {
    requested.set(false);
    if (closed) {
      return;
    }
    List<List<Segment>> spent = new ArrayList<>();
    lanes.forEach(lane -> spent.add(lane.takeSpent()));
    try {
      save(false);
      letGo(spent);
      if (backoff.isOn()) {
        backoff.end();
        trouble.end(PART);
      }
    } catch (IOException | RuntimeException e) {
      for (int lane = 0; lane < lanes.size(); lane++) {
        lanes.get(lane).putBack(spent.get(lane));
      }
      trouble.begin(PART, "state can't be recorded: " + e, e);
      if (DiskFault.of(e, DiskSpace.UNKNOWN) == DiskState.READ_ONLY) {
        disk.failed(e, PART); // what else fails, segments may still be written
      }
      scheduler.schedule(this::request, backoff.begin(scheduler.time().nanoTime()));
    }
  }

  /** Empties the lists as it goes, so that what is left when it fails can be put back. */
  private void letGo(List<List<Segment>> spent) throws IOException {
    boolean any = false;
    for (int lane = 0; lane < spent.size(); lane++) {
      List<Segment> segments = spent.get(lane);
      while (!segments.isEmpty()) {
        Segment segment = segments.get(segments.size() - 1);
        pool.recycle(segment);
        segments.remove(segments.size() - 1);
        room.use(lane, -segment.sizeBytes());
        any = true;
      }
    }
    if (any) {
      files.force();
    }
  }

  /** Makes the state durable. */
  void save(boolean clean) throws IOException {
    unsaved.set(0);
    stateFile.write(state(clean));
  }

  private LogState state(boolean clean) {
    List<LogState.Lane> states = new ArrayList<>();
    lanes.forEach(lane -> states.add(lane.state()));
    return new LogState(Format.VERSION, 0, pool.lastEpoch(), clean, states);
  }

  /** Records that all is well and lets the file go. */
  void close() throws IOException {
    closed = true;
    try (stateFile) {
      save(true);
    }
  }
}
