package dev.spillway.spill;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Reads a file in which some sectors may be unreadable. For one thread. */
final class SkippingFile implements SpillFile {
  private final SpillFile file;
  private final boolean skipping;
  private @Nullable IOException skipped;

  /**
   * @param skipping whether a read that fails counts as one that finds nothing
   */
  SkippingFile(SpillFile file, boolean skipping) {
    this.file = file;
    this.skipping = skipping;
  }

  @Override
  public int read(ByteBuffer target, long position) throws IOException {
    try {
      return file.read(target, position);
    } catch (IOException e) {
      if (!skipping) {
        throw e;
      }
      skipped = e;
      return 0;
    }
  }

  /** Throws what was skipped last, if anything was. */
  void throwSkipped() throws IOException {
    IOException last = skipped;
    if (last != null) {
      throw last;
    }
  }

  @Override
  public void write(ByteBuffer source, long position) throws IOException {
    file.write(source, position);
  }

  @Override
  public void zeroFill(long fromPosition, long toPosition) throws IOException {
    file.zeroFill(fromPosition, toPosition);
  }

  @Override
  public void truncate(long sizeBytes) throws IOException {
    file.truncate(sizeBytes);
  }

  @Override
  public void force() throws IOException {
    file.force();
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
