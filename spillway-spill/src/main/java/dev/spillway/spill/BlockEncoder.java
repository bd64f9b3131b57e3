package dev.spillway.spill;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** Turns staged records into the bytes of a block. For one thread; its memory is reused. */
final class BlockEncoder implements AutoCloseable {
  private static final int COMPRESSION_LEVEL = 1;

  /** Below this, a block takes one alignment either way. */
  private static final int LEAST_COMPRESSED_BYTES = 1024;

  /** Compression must save a tenth to be worth undoing. */
  private static final int LEAST_SAVING_DIVISOR = 10;

  private static final byte[] ZEROS = new byte[Format.ALIGNMENT];

  private final ZstdCompressCtx context = new ZstdCompressCtx().setLevel(COMPRESSION_LEVEL);
  private final CRC32C crc = new CRC32C();
  private ByteBuffer raw;
  private ByteBuffer block;

  BlockEncoder(int blockBytes) {
    raw = ByteBuffer.allocateDirect(blockBytes);
    block = ByteBuffer.allocateDirect(blockSpaceBound(blockBytes));
  }

  private static int blockSpaceBound(int rawBytes) {
    return Math.toIntExact(Format.blockSpace(Math.max(rawBytes, Zstd.compressBound(rawBytes))));
  }

  /**
   * Where a block goes.
   *
   * @param first the sequence of its first record, or of what would follow the seal
   */
  record Place(int lane, int epoch, long first, long forcedThrough) {}

  /** Encodes a whole number of alignments. The result is valid until the next call. */
  ByteBuffer encode(StagedBlock staged, Place place, boolean compressing) {
    ensure(staged.length());
    int stored = compressing ? compress(staged) : 0;
    int codec = Format.CODEC_ZSTD;
    if (stored == 0) {
      codec = Format.CODEC_RAW;
      stored = staged.length();
      block.put(Format.HEADER_BYTES, staged.bytes(), 0, stored);
    }
    BlockHeader header =
        new BlockHeader(
            codec,
            place.lane(),
            staged.isTombstones() ? Format.FLAG_TOMBSTONES : 0,
            staged.length(),
            stored,
            staged.count(),
            place.epoch(),
            place.first(),
            staged.leastDeadlineMillis(),
            staged.greatestDeadlineMillis(),
            place.forcedThrough(),
            checksum(stored));
    return finish(header);
  }

  /** Encodes the mark after the last block of a segment. */
  ByteBuffer encodeSeal(Place place) {
    return finish(
        new BlockHeader(
            Format.CODEC_RAW,
            place.lane(),
            Format.FLAG_SEAL,
            0,
            0,
            0,
            place.epoch(),
            place.first(),
            Long.MAX_VALUE,
            Long.MAX_VALUE,
            place.forcedThrough(),
            checksum(0)));
  }

  private void ensure(int rawBytes) {
    if (raw.capacity() < rawBytes) {
      raw = ByteBuffer.allocateDirect(rawBytes);
      block = ByteBuffer.allocateDirect(blockSpaceBound(rawBytes));
    }
  }

  /** The compressed length behind the header, or 0 when compression does not pay. */
  private int compress(StagedBlock staged) {
    int length = staged.length();
    if (length < LEAST_COMPRESSED_BYTES) {
      return 0;
    }
    raw.put(0, staged.bytes(), 0, length);
    int room = block.capacity() - Format.HEADER_BYTES;
    int stored = context.compressDirectByteBuffer(block, Format.HEADER_BYTES, room, raw, 0, length);
    return stored > length - length / LEAST_SAVING_DIVISOR ? 0 : stored;
  }

  private int checksum(int stored) {
    crc.reset();
    crc.update(block.duplicate().limit(payloadEnd(stored)).position(Format.HEADER_BYTES));
    return (int) crc.getValue();
  }

  private static int payloadEnd(int stored) {
    return Format.HEADER_BYTES + stored;
  }

  private ByteBuffer finish(BlockHeader header) {
    header.encode(block, 0);
    int end = payloadEnd(header.storedLength());
    int space = Math.toIntExact(header.space());
    block.put(end, ZEROS, 0, space - end);
    return block.duplicate().position(0).limit(space);
  }

  @Override
  public void close() {
    context.close();
  }
}
