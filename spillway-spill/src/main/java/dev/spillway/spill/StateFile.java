package dev.spillway.spill;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The file {@code state}: two slots, written in turn, so that one is whole whenever power fails.
 * For the writer's thread.
 *
 * <p>A file whose force failed is not trusted again: the next write goes to a new file, which takes
 * its place.
 */
final class StateFile implements AutoCloseable {
  static final String FILE_NAME = "state";
  static final String NEW_FILE_NAME = "state.tmp";

  private static final Logger LOGGER = System.getLogger(StateFile.class.getName());
  private static final int SLOTS = 2;

  private final SpillFiles files;
  private @Nullable SpillFile file;
  private long generation;

  private StateFile(SpillFiles files, long generation) {
    this.files = files;
    this.generation = generation;
  }

  /**
   * What the slots of a directory say.
   *
   * @param newest the valid slot of the highest generation, or null
   * @param bothValid whether that is certainly the last that was written
   * @param version the greatest of the valid slots, or 0
   */
  record Slots(@Nullable LogState newest, boolean bothValid, int version) {}

  static Slots read(SpillFiles files) throws IOException {
    if (!files.list().contains(FILE_NAME)) {
      return new Slots(null, false, 0);
    }
    try (SpillFile file = files.openForReading(FILE_NAME)) {
      LogState first = readSlot(file, 0);
      LogState second = readSlot(file, 1);
      int version = Math.max(versionOf(first), versionOf(second));
      if (first == null || second == null) {
        return new Slots(first == null ? second : first, false, version);
      }
      LogState newest = first.generation() > second.generation() ? first : second;
      return new Slots(newest, true, version);
    }
  }

  private static int versionOf(@Nullable LogState slot) {
    if (slot == null) {
      return 0;
    }
    return slot.version() < 0 ? Integer.MAX_VALUE : slot.version(); // it is unsigned
  }

  private static @Nullable LogState readSlot(SpillFile file, int slot) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(Format.ALIGNMENT);
    file.read(bytes, (long) slot * Format.ALIGNMENT);
    return LogState.decode(bytes.flip());
  }

  /** The file of a directory whose newest valid slot, if any, is {@code newest}. */
  static StateFile open(SpillFiles files, @Nullable LogState newest) throws IOException {
    StateFile state = new StateFile(files, newest == null ? 0 : newest.generation());
    if (newest != null) {
      state.file = files.open(FILE_NAME);
    }
    return state;
  }

  /** Writes {@code state} as the next generation and forces it. */
  void write(LogState state) throws IOException {
    LogState next = next(state);
    SpillFile current = file;
    if (current == null) {
      replace(next);
      return;
    }
    try {
      writeSlot(current, next);
      current.force();
    } catch (IOException e) {
      LOGGER.log(Level.WARNING, "event=spill-state-file-abandoned directory=" + files, e);
      closeQuietly();
      replace(next);
    }
  }

  private LogState next(LogState state) {
    generation++;
    return new LogState(
        state.version(), generation, state.lastEpoch(), state.clean(), state.lanes());
  }

  private static void writeSlot(SpillFile file, LogState state) throws IOException {
    file.write(state.encode(), (state.generation() % SLOTS) * Format.ALIGNMENT);
  }

  /** A new file with {@code state} in one slot and nothing in the other. */
  private void replace(LogState state) throws IOException {
    files.delete(NEW_FILE_NAME);
    SpillFile fresh = files.create(NEW_FILE_NAME);
    try {
      fresh.zeroFill(0, (long) SLOTS * Format.ALIGNMENT);
      writeSlot(fresh, state);
      fresh.force();
      files.rename(NEW_FILE_NAME, FILE_NAME);
      files.force();
    } catch (IOException e) {
      fresh.close();
      throw e;
    }
    file = fresh;
  }

  private void closeQuietly() {
    try {
      close();
    } catch (IOException e) {
      LOGGER.log(Level.DEBUG, "event=spill-close-failed", e);
    }
  }

  @Override
  public void close() throws IOException {
    SpillFile open = file;
    file = null;
    if (open != null) {
      open.close();
    }
  }
}
