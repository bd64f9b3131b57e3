package dev.spillway.spill;

import dev.spillway.Reason;
import dev.spillway.queue.DiskFigures;
import dev.spillway.queue.DiskState;
import dev.spillway.time.TaskScheduler;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Knows the state of the disk: is told of what fails, looks at free space each second, and finds
 * out when it works again. Whoever offers reads the state and nothing else. Thread-safe.
 */
final class DiskWatch {
  private static final Logger LOGGER = System.getLogger(DiskWatch.class.getName());

  private final SpillFiles files;
  private final DiskLimits limits;
  private final TaskScheduler background;
  private final DiskStatus status;
  private final ReentrantLock lock = new ReentrantLock();
  private final LookTimes looks = new LookTimes(); // guarded by lock
  private TaskScheduler.@Nullable ScheduledTask nextLook; // guarded by lock
  private volatile long forcingSinceNanos;
  private volatile boolean forcing;
  private volatile boolean forced; // since the last look
  private volatile boolean looking;
  private volatile boolean closed;
  private @Nullable Spares spares; // set once, at the start

  DiskWatch(SpillFiles files, SpillConfig config, TaskScheduler background) {
    this.files = files;
    this.limits = config.disk();
    this.background = background;
    status = new DiskStatus(files.toString(), config, background.time());
  }

  /** Who can tell that another segment fits by making one. */
  interface Spares {
    boolean hasSpare();

    /** Starts to make one unless there is one; {@link #spareMade} or {@link #failed} follows. */
    void prepareSpare();
  }

  /** Begins to look, {@code onChange} is called after each change of state. */
  void start(Spares making, Runnable changed) {
    spares = making;
    status.onChange(
        now -> {
          if (now.state().refuses() && !looking) { // a look ends with that
            lookAgain();
          }
          changed.run();
        });
    DiskSpace now = space();
    seen(now);
    status.warnIfOversized(now);
    lookAgain();
  }

  DiskFigures figures() {
    return status.figures();
  }

  boolean isFull() {
    return status.state() == DiskState.FULL;
  }

  /** Whether no lane writes anything. */
  boolean isStopped() {
    return status.state().isStopped();
  }

  /** Why {@code lane} is refused whatever room its segment has; null when it is not. */
  @Nullable Reason refusal(int lane) {
    if (LaneNames.isCarryOver(lane)) {
      return null; // a stop tries
    }
    DiskState state = status.state();
    if (state.isStopped()) {
      return state == DiskState.READ_ONLY ? Reason.DISK_READ_ONLY : Reason.SPILL_FAILED;
    }
    boolean bySteps = limits.policy() == FullDiskPolicy.REFUSE_LOWEST && LaneNames.isBacklog(lane);
    boolean last = lane == 0;
    return bySteps && !last && lane >= status.lanes() ? Reason.DISK_FULL : null;
  }

  /** How long what is awaited in {@code lane} waits for the disk to work again. */
  long waitNanos(int lane) {
    boolean waits = limits.policy() == FullDiskPolicy.WAIT && LaneNames.isBacklog(lane);
    return waits ? limits.waitNanos() : 0;
  }

  /** Looks whether another segment fits. For the log's own threads, as all that follow. */
  void checkRoom() throws NoSpaceException {
    if (closed) {
      return; // what a stop writes it tries to write
    }
    if (!isFull()) {
      seen(space());
    }
    if (isFull()) {
      throw new NoSpaceException(String.valueOf(figures().cause()), null);
    }
  }

  /** {@code what} failed. */
  void failed(Throwable failure, String what) {
    if (failure instanceof NoSpaceException && isFull()) {
      return;
    }
    DiskSpace now = space();
    status.update(condition -> condition.failed(failure, what, now));
  }

  /** There is a spare, so another segment fits. */
  void spareMade() {
    if (isFull()) {
      DiskSpace now = space();
      status.update(condition -> condition.seen(now, true));
    }
  }

  void forceBegins(long nowNanos) {
    forcingSinceNanos = nowNanos;
    forcing = true;
  }

  /** It took until now, and worked. */
  void forceEnds(long nowNanos) {
    long nanos = nowNanos - forcingSinceNanos;
    forced = true;
    status.update(condition -> condition.forces().took(nanos));
  }

  /** It ended one way or the other. */
  void forceOver() {
    forcing = false;
  }

  private DiskSpace space() {
    try {
      return files.space();
    } catch (IOException e) {
      LOGGER.log(Level.DEBUG, "event=spill-space-unknown directory=" + files, e);
      return DiskSpace.UNKNOWN;
    }
  }

  private void seen(DiskSpace now) {
    status.update(condition -> condition.seen(now, false));
  }

  private void look() {
    looking = true;
    try {
      lookAt(space());
    } finally {
      looking = false;
      lookAgain();
    }
  }

  private void lookAt(DiskSpace now) {
    long nowNanos = background.time().nanoTime();
    if (forcing) {
      long nanos = nowNanos - forcingSinceNanos;
      status.update(condition -> condition.forces().goesOn(nanos));
    }
    if (!isOurs()) {
      return;
    }
    DiskState state = status.state();
    boolean idle = !forced && !forcing;
    forced = false;
    if (state.isStopped() ? !now.readOnly() : state == DiskState.SLOW && idle) {
      probe();
    } else if (state == DiskState.FULL) {
      lookForRoom(now);
    } else if (now.readOnly()) {
      failed(new IOException("Read-only file system"), "nothing can be written");
    } else {
      seen(now);
    }
  }

  /** A directory that others may have too is one that fails, until its lock is in place again. */
  private boolean isOurs() {
    try {
      files.checkLock();
      return true;
    } catch (IOException e) {
      failed(e, "the lock was lost");
      return false;
    }
  }

  private void probe() {
    long beganNanos = background.time().nanoTime();
    try {
      DiskProbe.run(files);
      DiskSpace now = space();
      long tookNanos = background.time().nanoTime() - beganNanos;
      status.update(
          condition -> {
            condition.works();
            condition.forces().took(tookNanos);
            condition.seen(now, false);
          });
    } catch (IOException | RuntimeException e) {
      DiskSpace now = space();
      boolean full = DiskFault.of(e, now) == DiskState.FULL;
      status.update(
          condition -> {
            if (full) {
              condition.works(); // but for the room
            }
            condition.failed(e, "a trial write", now);
          });
    }
  }

  /** The last word has a segment that was made. */
  private void lookForRoom(DiskSpace now) {
    Spares making = spares;
    boolean again = status.test(condition -> condition.hasRoomAgain(now));
    boolean fits = again && (making == null || making.hasSpare());
    if (again && !fits && making != null) {
      making.prepareSpare();
    }
    status.update(condition -> condition.seen(now, fits));
  }

  private void lookAgain() {
    long nowNanos = background.time().nanoTime();
    lock.lock();
    try {
      if (nextLook != null) {
        nextLook.cancel();
      }
      long nanos = looks.next(status.state().refuses(), nowNanos);
      nextLook = closed ? null : background.schedule(this::look, nanos);
    } finally {
      lock.unlock();
    }
  }

  /** Looks no more. */
  void close() {
    lock.lock();
    try {
      closed = true;
      if (nextLook != null) {
        nextLook.cancel();
      }
    } finally {
      lock.unlock();
    }
  }
}
