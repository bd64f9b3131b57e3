package dev.spillway.benchmarks.log;

import com.github.luben.zstd.ZstdCompressCtx;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/**
 * The least that a log must do: compresses, checksums, writes and forces each group in the caller's
 * thread, round and round in a file of zeros.
 */
final class RawLimit implements GroupLog {
  private static final int FILE_BYTES = 32 << 20;
  private static final int HEADER_BYTES = 64;
  private static final int PAGE_BYTES = 4096;

  private final FileChannel channel;
  private final ZstdCompressCtx zstd = new ZstdCompressCtx().setLevel(1);
  private final ByteBuffer raw = ByteBuffer.allocateDirect(Group.BYTES);
  private final ByteBuffer stored = ByteBuffer.allocateDirect(Group.BYTES * 2);
  private final CRC32C crc = new CRC32C();
  private long position;

  RawLimit(Path directory) throws IOException {
    channel =
        FileChannel.open(
            directory.resolve("limit"), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    ByteBuffer zeros = ByteBuffer.allocateDirect(1 << 20);
    for (int written = 0; written < FILE_BYTES; written += zeros.capacity()) {
      channel.write(zeros.clear(), written);
    }
    channel.force(true);
  }

  @Override
  public void append(Group group, Runnable forced) throws IOException {
    raw.clear().put(group.records().array(), 0, group.records().sizeBytes()).flip();
    stored.clear().position(HEADER_BYTES);
    zstd.compress(stored, raw);
    stored.flip().position(HEADER_BYTES);
    crc.reset();
    crc.update(stored);
    stored.position(0).limit((stored.limit() + PAGE_BYTES - 1) & -PAGE_BYTES);
    stored.putLong(0, crc.getValue());
    if (position + stored.limit() > FILE_BYTES) {
      position = 0;
    }
    position += channel.write(stored, position);
    channel.force(false);
    forced.run();
  }

  @Override
  public void close() throws IOException {
    zstd.close();
    channel.close();
  }
}
