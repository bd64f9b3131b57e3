package dev.spillway.testkit;

import dev.spillway.spill.DiskSpace;
import dev.spillway.spill.SpillFile;
import dev.spillway.spill.SpillFiles;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/** Files that fail on request and work otherwise. Not thread-safe. */
public final class FaultyFiles implements SpillFiles {
  private final SpillFiles files;
  private final Countdown forces = new Countdown("force");
  private final Countdown writes = new Countdown("write");
  private final Countdown reads = new Countdown("read");
  private boolean full;
  private boolean readOnly;
  private DiskSpace space = DiskSpace.UNKNOWN;
  private Runnable beforeForce = () -> {};
  private boolean badSector;
  private long badPosition;
  private boolean forcingNothing;

  /** Passes on to {@code files} what it does not fail. */
  public FaultyFiles(SpillFiles files) {
    this.files = files;
  }

  private static final class Countdown {
    private final String what;
    private int skip;
    private int count;

    Countdown(String what) {
      this.what = what;
    }

    void start(int skip, int count) {
      this.skip = skip;
      this.count = count;
    }

    boolean isDue() {
      if (count == 0) {
        return false;
      }
      if (skip > 0) {
        skip--;
        return false;
      }
      count--;
      return true;
    }

    void check() throws IOException {
      if (isDue()) {
        throw failure();
      }
    }

    IOException failure() {
      return new IOException("simulated failure of a " + what);
    }
  }

  /** Lets {@code skip} forces of files work and fails the {@code count} after them. */
  public void failForces(int skip, int count) {
    forces.start(skip, count);
  }

  /** Lets {@code skip} writes of files work and fails the {@code count} after them. */
  public void failWrites(int skip, int count) {
    writes.start(skip, count);
  }

  /** Lets {@code skip} reads of files work and fails the {@code count} after them. */
  public void failReads(int skip, int count) {
    reads.start(skip, count);
  }

  /**
   * Fails every read of a segment that touches the byte at {@code position}, or all of them if that
   * is negative, from now on or no longer.
   */
  public void failReadsAt(long position, boolean failing) {
    badPosition = position;
    badSector = failing;
  }

  /** While the disk is full, no file can be created or grow. */
  public void full(boolean full) {
    this.full = full;
  }

  /** While the file system is read-only, nothing can be written, made, renamed or deleted. */
  public void readOnly(boolean readOnly) {
    this.readOnly = readOnly;
  }

  /** What the file system is to say of itself; unknown at first. */
  public void space(DiskSpace space) {
    this.space = space;
  }

  /** Runs before each force of a file: moving a manual time makes a slow disk of it. */
  public void beforeForce(Runnable delay) {
    beforeForce = delay;
  }

  /** Makes every force of a file a lie, as some disks do: a test must notice. */
  public void forcingNothing(boolean forcingNothing) {
    this.forcingNothing = forcingNothing;
  }

  private void checkWritable() throws IOException {
    if (readOnly) {
      throw new IOException("Read-only file system");
    }
  }

  private void checkRoom() throws IOException {
    checkWritable();
    if (full) {
      throw new IOException("No space left on device");
    }
  }

  @Override
  public void createDirectory() throws IOException {
    files.createDirectory();
  }

  @Override
  public List<String> list() throws IOException {
    return files.list();
  }

  @Override
  public long sizeBytes(String name) throws IOException {
    return files.sizeBytes(name);
  }

  @Override
  public SpillFile create(String name) throws IOException {
    checkRoom();
    return new Handle(files.create(name), name);
  }

  @Override
  public SpillFile open(String name) throws IOException {
    checkWritable();
    return new Handle(files.open(name), name);
  }

  @Override
  public SpillFile openForReading(String name) throws IOException {
    return new Handle(files.openForReading(name), name);
  }

  @Override
  public void rename(String from, String to) throws IOException {
    checkWritable();
    files.rename(from, to);
  }

  @Override
  public void delete(String name) throws IOException {
    checkWritable();
    files.delete(name);
  }

  @Override
  public DiskSpace space() {
    return new DiskSpace(space.freeBytes(), space.totalBytes(), space.readOnly() || readOnly);
  }

  @Override
  public void force() throws IOException {
    files.force();
  }

  @Override
  public Closeable lock() throws IOException {
    return files.lock();
  }

  @Override
  public String toString() {
    return files.toString();
  }

  private final class Handle implements SpillFile {
    private final SpillFile file;
    private final boolean segment;

    Handle(SpillFile file, String name) {
      this.file = file;
      this.segment = name.endsWith(".seg");
    }

    @Override
    public int read(ByteBuffer target, long position) throws IOException {
      reads.check();
      boolean touched =
          badPosition < 0
              || (position <= badPosition && badPosition < position + target.remaining());
      if (badSector && segment && touched) {
        throw reads.failure();
      }
      return file.read(target, position);
    }

    @Override
    public void write(ByteBuffer source, long position) throws IOException {
      checkWritable();
      writes.check();
      if (position + source.remaining() > file.sizeBytes()) {
        checkRoom();
      }
      file.write(source, position);
    }

    @Override
    public void zeroFill(long fromPosition, long toPosition) throws IOException {
      checkRoom();
      file.zeroFill(fromPosition, toPosition);
    }

    @Override
    public void truncate(long sizeBytes) throws IOException {
      checkWritable();
      writes.check();
      file.truncate(sizeBytes);
    }

    @Override
    public void force() throws IOException {
      beforeForce.run();
      if (forces.isDue()) {
        if (file instanceof SimulatedFiles.Handle simulated) {
          simulated.failForce();
        }
        throw forces.failure();
      }
      if (!forcingNothing) {
        file.force();
      }
    }

    @Override
    public long sizeBytes() throws IOException {
      return file.sizeBytes();
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
