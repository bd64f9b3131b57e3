package dev.spillway.spill;

import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import dev.spillway.queue.RecordBuffer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** Reads and checks the payload of a block. For one thread; its memory is reused. */
final class BlockDecoder implements AutoCloseable {
  private final ZstdDecompressCtx context = new ZstdDecompressCtx();
  private final CRC32C crc = new CRC32C();
  private ByteBuffer stored = ByteBuffer.allocateDirect(0);

  /** Whether the payload of {@code found} is what its checksum says. */
  boolean isIntact(SpillFile file, BlockScan.Found found) throws IOException {
    BlockHeader header = found.header();
    int length = header.storedLength();
    if (stored.capacity() < length) {
      stored = ByteBuffer.allocateDirect(Math.max(length, 2 * stored.capacity()));
    }
    stored.clear().limit(length);
    if (file.read(stored, found.offset() + Format.HEADER_BYTES) < length) {
      return false;
    }
    stored.flip();
    crc.reset();
    crc.update(stored);
    return (int) crc.getValue() == header.payloadChecksum();
  }

  /** The records of {@code found}, or null if its payload is damaged. */
  @Nullable RecordBuffer decode(SpillFile file, BlockScan.Found found) throws IOException {
    if (!isIntact(file, found)) {
      return null;
    }
    BlockHeader header = found.header();
    byte[] raw = new byte[header.rawLength()];
    if (!expand(header, raw)) {
      return null;
    }
    try {
      RecordBuffer records = RecordBuffer.wrap(raw, raw.length);
      return records.count() == header.count() ? records : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private boolean expand(BlockHeader header, byte[] raw) {
    int length = header.storedLength();
    if (header.codec() == Format.CODEC_RAW) {
      stored.get(0, raw, 0, length);
      return true;
    }
    try {
      return context.decompressDirectByteBufferToByteArray(raw, 0, raw.length, stored, 0, length)
          == raw.length;
    } catch (ZstdException e) {
      return false;
    }
  }

  @Override
  public void close() {
    context.close();
  }
}
