package dev.spillway.spill;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The 64 bytes before a block's payload, little-endian.
 *
 * <pre>
 *   0 magic u32 │ 4 version u8 │ 5 codec u8 │ 6 lane u8 │ 7 flags u8 │ 8 raw length u32
 *   12 stored length u32 │ 16 events u32 │ 20 epoch u32 │ 24 first sequence u64
 *   32 least deadline u64 │ 40 greatest deadline u64 │ 48 forced through u64
 *   56 CRC32C of the stored payload │ 60 CRC32C of bytes 0 to 59
 * </pre>
 *
 * @param forcedThrough the end of what was forced when the block was written: all records of the
 *     lane below this sequence were durable
 */
record BlockHeader(
    int codec,
    int lane,
    int flags,
    int rawLength,
    int storedLength,
    int count,
    int epoch,
    long first,
    long leastDeadlineMillis,
    long greatestDeadlineMillis,
    long forcedThrough,
    int payloadChecksum) {
  /** "SPBK" when read as bytes. */
  private static final int MAGIC = 0x4B425053;

  private static final int CHECKED_BYTES = Format.HEADER_BYTES - Integer.BYTES;
  private static final int LENGTH_BYTES = Integer.BYTES;

  boolean isSeal() {
    return (flags & Format.FLAG_SEAL) != 0;
  }

  boolean isTombstones() {
    return (flags & Format.FLAG_TOMBSTONES) != 0;
  }

  /** The sequence after the last record. */
  long end() {
    return first + count;
  }

  /** The space that the block takes in its segment. */
  long space() {
    return Format.blockSpace(storedLength);
  }

  /** The same block in another segment. */
  BlockHeader withEpoch(int newEpoch) {
    return new BlockHeader(
        codec,
        lane,
        flags,
        rawLength,
        storedLength,
        count,
        newEpoch,
        first,
        leastDeadlineMillis,
        greatestDeadlineMillis,
        forcedThrough,
        payloadChecksum);
  }

  /** Writes the header at {@code offset} of {@code target}, whose position does not change. */
  void encode(ByteBuffer target, int offset) {
    ByteBuffer out =
        target.slice(offset, Format.HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN).putInt(MAGIC);
    out.put((byte) Format.VERSION).put((byte) codec).put((byte) lane).put((byte) flags);
    out.putInt(rawLength).putInt(storedLength).putInt(count).putInt(epoch).putLong(first);
    out.putLong(leastDeadlineMillis).putLong(greatestDeadlineMillis).putLong(forcedThrough);
    out.putInt(payloadChecksum);
    out.putInt(checksum(out));
  }

  /** The header at {@code offset} of {@code source}, or null unless every field is sound. */
  static @Nullable BlockHeader decode(ByteBuffer source, int offset) {
    if (offset < 0
        || source.limit() - offset < Format.HEADER_BYTES
        || source.get(offset) != (byte) MAGIC) { // most of what is searched is zeros
      return null;
    }
    ByteBuffer in = source.slice(offset, Format.HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    if (in.getInt() != MAGIC
        || in.get() != Format.VERSION
        || in.getInt(CHECKED_BYTES) != checksum(in)) {
      return null;
    }
    BlockHeader header =
        new BlockHeader(
            in.get(),
            in.get(),
            in.get(),
            in.getInt(),
            in.getInt(),
            in.getInt(),
            in.getInt(),
            in.getLong(),
            in.getLong(),
            in.getLong(),
            in.getLong(),
            in.getInt());
    return header.isSound() ? header : null;
  }

  /**
   * The format version of the header at the start of {@code source}, of this or any other version;
   * 0 when there is none.
   */
  static int versionOf(ByteBuffer source) {
    if (source.limit() < Format.HEADER_BYTES) {
      return 0;
    }
    ByteBuffer in = source.slice(0, Format.HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    boolean whole = in.getInt(0) == MAGIC && in.getInt(CHECKED_BYTES) == checksum(in);
    return whole ? Byte.toUnsignedInt(in.get(Integer.BYTES)) : 0;
  }

  private static int checksum(ByteBuffer header) {
    CRC32C crc = new CRC32C();
    crc.update(header.duplicate().position(0).limit(CHECKED_BYTES));
    return (int) crc.getValue();
  }

  private boolean isSound() {
    boolean sequences =
        first >= 0
            && count >= 0
            && end() >= first
            && end() != Segment.OPEN
            && forcedThrough >= 0
            && forcedThrough <= first;
    boolean lengths =
        storedLength >= 0 && storedLength <= rawLength && rawLength <= Format.MAX_RAW_BYTES;
    if (!sequences || !lengths || lane < 0 || lane >= LaneNames.COUNT) {
      return false;
    }
    if (isSeal()) {
      return count == 0 && rawLength == 0;
    }
    boolean known =
        codec == Format.CODEC_ZSTD || (codec == Format.CODEC_RAW && storedLength == rawLength);
    if (isTombstones() && lane != LaneNames.DEAD_LETTERS) {
      return false;
    }
    return known && count > 0 && (long) count * LENGTH_BYTES <= rawLength && storedLength > 0;
  }
}
