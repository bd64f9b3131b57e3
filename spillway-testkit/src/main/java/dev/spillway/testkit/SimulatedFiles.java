package dev.spillway.testkit;

import dev.spillway.spill.SpillException;
import dev.spillway.spill.SpillFile;
import dev.spillway.spill.SpillFiles;
import java.io.Closeable;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A directory in memory that knows what a disk would have kept. Not thread-safe.
 *
 * <p>Until a file is forced, each of its 512-byte sectors that were written may be found old, new,
 * zero or garbage after a {@link #crash}, whatever became of the others; until the directory is
 * forced, each change of its entries may or may not have happened.
 */
public final class SimulatedFiles implements SpillFiles {
  private static final int ZEROS_BYTES = 64 * 1024;

  private final TreeMap<String, SimulatedInode> seen = new TreeMap<>();
  private final TreeMap<String, SimulatedInode> durable = new TreeMap<>();
  private final List<Change> pending = new ArrayList<>();
  private boolean dead;
  private boolean locked;
  private int changesLeft = Integer.MAX_VALUE;

  /** An empty directory. */
  public SimulatedFiles() {}

  /**
   * A directory that surely holds {@code contents}, by name. The arrays are not copied until a file
   * is written to, and must not be changed.
   */
  public static SimulatedFiles of(Map<String, byte[]> contents) {
    SimulatedFiles files = new SimulatedFiles();
    contents.forEach((name, bytes) -> files.seen.put(name, SimulatedInode.of(bytes)));
    files.durable.putAll(files.seen);
    return files;
  }

  /** A change of entries: {@code from} goes, {@code to} comes. */
  private record Change(
      @Nullable String from, @Nullable String to, @Nullable SimulatedInode inode) {
    void apply(TreeMap<String, SimulatedInode> entries) {
      if (from != null && to != null && !entries.containsKey(from)) {
        return;
      }
      if (from != null) {
        entries.remove(from);
      }
      if (to != null && inode != null) {
        entries.put(to, inode);
      }
    }
  }

  /**
   * The machine loses its power; this directory and its open files fail from now on.
   *
   * @return what is found afterwards, drawn from {@code seed}
   */
  public SimulatedFiles crash(long seed) {
    dead = true;
    SplittableRandom random = new SplittableRandom(seed);
    for (Change change : pending) {
      if (random.nextBoolean()) {
        change.apply(durable);
      }
    }
    SimulatedFiles after = new SimulatedFiles();
    durable.forEach((name, inode) -> after.seen.put(name, inode.afterCrash(random)));
    after.durable.putAll(after.seen);
    return after;
  }

  /**
   * Lets so many changes (writes, forces, creations, renames, deletions) happen and makes
   * everything fail from then on, as it looks to a program while the power goes. {@link #crash}
   * tells what is found.
   */
  public void dieAfter(int changes) {
    changesLeft = changes;
  }

  /** Whether all fails because of {@link #dieAfter}, {@link #crash} or {@link #kill}. */
  public boolean isDead() {
    return dead;
  }

  /** The process dies and the machine goes on: all that was written is seen, but not forced. */
  public SimulatedFiles kill() {
    dead = true;
    SimulatedFiles after = new SimulatedFiles();
    after.seen.putAll(seen);
    after.durable.putAll(durable);
    after.pending.addAll(pending);
    return after;
  }

  /** Flips bits of a byte of a file, on the disk too. */
  public void damage(String name, long position, int xor) throws IOException {
    find(name).damage(Math.toIntExact(position), xor);
  }

  private void change(@Nullable String from, @Nullable String to, @Nullable SimulatedInode inode) {
    Change change = new Change(from, to, inode);
    change.apply(seen);
    pending.add(change);
  }

  private void checkAlive() throws IOException {
    if (dead) {
      throw new IOException("simulated machine has crashed");
    }
  }

  private void checkChange() throws IOException {
    if (changesLeft == 0) {
      dead = true;
    }
    changesLeft--;
    checkAlive();
  }

  private SimulatedInode find(String name) throws IOException {
    checkAlive();
    SimulatedInode inode = seen.get(name);
    if (inode == null) {
      throw new FileNotFoundException(name);
    }
    return inode;
  }

  @Override
  public void createDirectory() throws IOException {
    checkAlive();
  }

  @Override
  public List<String> list() throws IOException {
    checkAlive();
    return new ArrayList<>(seen.keySet());
  }

  @Override
  public long sizeBytes(String name) throws IOException {
    return find(name).sizeBytes();
  }

  @Override
  public SpillFile create(String name) throws IOException {
    checkChange();
    if (seen.containsKey(name)) {
      throw new FileAlreadyExistsException(name);
    }
    SimulatedInode inode = new SimulatedInode();
    change(null, name, inode);
    return new Handle(inode);
  }

  @Override
  public SpillFile open(String name) throws IOException {
    return new Handle(find(name));
  }

  @Override
  public SpillFile openForReading(String name) throws IOException {
    return new Handle(find(name));
  }

  @Override
  public void rename(String from, String to) throws IOException {
    checkChange();
    change(from, to, find(from));
  }

  @Override
  public void delete(String name) throws IOException {
    checkChange();
    if (seen.containsKey(name)) {
      change(name, null, null);
    }
  }

  @Override
  public void force() throws IOException {
    checkChange();
    durable.clear();
    durable.putAll(seen);
    pending.clear();
  }

  @Override
  public Closeable lock() throws IOException {
    checkAlive();
    if (locked) {
      throw new SpillException("simulated directory is locked");
    }
    locked = true;
    return () -> locked = false;
  }

  @Override
  public String toString() {
    return "(simulated)";
  }

  /** Can be told to fail a force as Linux does. */
  final class Handle implements SpillFile {
    private final SimulatedInode inode;

    private Handle(SimulatedInode inode) {
      this.inode = inode;
    }

    void failForce() {
      inode.failForce();
    }

    @Override
    public int read(ByteBuffer target, long position) throws IOException {
      checkAlive();
      return inode.read(target, position);
    }

    @Override
    public void write(ByteBuffer source, long position) throws IOException {
      checkChange();
      inode.write(source, position);
    }

    @Override
    public void truncate(long sizeBytes) throws IOException {
      checkChange();
      inode.truncate(sizeBytes);
    }

    @Override
    public void zeroFill(long fromPosition, long toPosition) throws IOException {
      checkChange();
      for (long at = fromPosition; at < toPosition; at += ZEROS_BYTES) {
        inode.write(ByteBuffer.allocate((int) Math.min(ZEROS_BYTES, toPosition - at)), at);
      }
    }

    @Override
    public void force() throws IOException {
      checkChange();
      inode.force();
    }

    @Override
    public long sizeBytes() throws IOException {
      checkAlive();
      return inode.sizeBytes();
    }

    @Override
    public void close() {}
  }
}
