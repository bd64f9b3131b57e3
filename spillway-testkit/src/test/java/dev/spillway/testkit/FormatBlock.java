package dev.spillway.testkit;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** A block's header as docs/specs/spill-format.md has it, and where it lies in its file. */
record FormatBlock(
    ByteBuffer file, int offset, Place place, Lengths lengths, Sequences sequences, int flags) {
  static final int ALIGNMENT = 4096;
  private static final int HEADER_BYTES = 64;
  private static final int MAGIC = 0x4B425053;
  private static final int VERSION = 1;
  private static final int RAW = 0;
  private static final int ZSTD = 1;
  private static final int SEAL = 1;
  private static final int TOMBSTONES = 2;
  private static final int MAX_RAW_BYTES = 16 << 20;
  private static final int DEAD_LETTERS = 10;

  /** What a segment's name says as well. */
  record Place(int lane, int epoch) {}

  /** Sizes of the payload. */
  record Lengths(int codec, int rawBytes, int storedBytes, int events) {}

  /** Sequences; {@code forced} is below which all was durable when the block was written. */
  record Sequences(long first, long forced) {}

  /** The version that a whole header at the start of a file tells, 0 if there is none. */
  static int version(ByteBuffer file) {
    return hasHeader(file, 0) ? Byte.toUnsignedInt(file.get(4)) : 0;
  }

  /** A block whose header is sound but for lane and epoch, which only its file's name can tell. */
  static @Nullable FormatBlock at(ByteBuffer file, int offset) {
    if (!hasHeader(file, offset) || file.get(offset + 4) != VERSION) {
      return null;
    }
    FormatBlock block =
        new FormatBlock(
            file,
            offset,
            new Place(file.get(offset + 6), file.getInt(offset + 20)),
            new Lengths(
                file.get(offset + 5),
                file.getInt(offset + 8),
                file.getInt(offset + 12),
                file.getInt(offset + 16)),
            new Sequences(file.getLong(offset + 24), file.getLong(offset + 48)),
            file.get(offset + 7));
    return block.keepsBounds() ? block : null;
  }

  private static boolean hasHeader(ByteBuffer file, int offset) {
    return offset + HEADER_BYTES <= file.limit()
        && file.getInt(offset) == MAGIC
        && file.getInt(offset + 60) == checksum(file, offset, 60);
  }

  private boolean keepsBounds() {
    if (place.lane < 0 || place.lane > DEAD_LETTERS || !keepsSequences()) {
      return false;
    }
    if (isSeal()) {
      return lengths.events == 0 && lengths.rawBytes == 0 && lengths.storedBytes == 0;
    }
    return keepsLengths() && (!isTombstones() || place.lane == DEAD_LETTERS);
  }

  private boolean keepsLengths() {
    boolean raw = lengths.rawBytes >= 0 && lengths.rawBytes <= MAX_RAW_BYTES;
    boolean stored = lengths.storedBytes >= 1 && lengths.storedBytes <= lengths.rawBytes;
    boolean codec =
        lengths.codec == ZSTD || (lengths.codec == RAW && lengths.storedBytes == lengths.rawBytes);
    return raw && stored && codec && lengths.events >= 1 && fits(lengths.events);
  }

  private boolean fits(int events) {
    return 4L * events <= lengths.rawBytes;
  }

  private boolean keepsSequences() {
    return lengths.events >= 0
        && sequences.forced >= 0
        && sequences.forced <= sequences.first
        && sequences.first < Long.MAX_VALUE - lengths.events;
  }

  boolean isSeal() {
    return (flags & SEAL) != 0;
  }

  boolean isTombstones() {
    return (flags & TOMBSTONES) != 0;
  }

  boolean isCompressed() {
    return lengths.codec == ZSTD;
  }

  /** Whether it stands for records that are lost. */
  boolean isFilling() {
    return lengths.rawBytes == 4L * lengths.events;
  }

  long first() {
    return sequences.first;
  }

  long end() {
    return sequences.first + lengths.events;
  }

  /** Where the next block begins. */
  int nextOffset() {
    long end = (long) offset + HEADER_BYTES + lengths.storedBytes;
    return (int) Math.min(Integer.MAX_VALUE, (end + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT);
  }

  /** Whether the payload is what was written. */
  boolean isWhole() {
    int from = offset + HEADER_BYTES;
    return from + lengths.storedBytes <= file.limit()
        && checksum(file, from, lengths.storedBytes) == file.getInt(offset + 56);
  }

  /** The records, or null if the payload is not what was written. */
  @Nullable List<byte[]> records() {
    if (!isWhole()) {
      return null;
    }
    int from = offset + HEADER_BYTES;
    byte[] stored = new byte[lengths.storedBytes];
    file.get(from, stored);
    byte[] raw = lengths.codec == RAW ? stored : decompressed(stored);
    return raw == null ? null : split(raw);
  }

  private byte @Nullable [] decompressed(byte[] stored) {
    byte[] raw = new byte[lengths.rawBytes];
    try {
      return Zstd.decompress(raw, stored) == raw.length ? raw : null;
    } catch (ZstdException e) {
      return null;
    }
  }

  private @Nullable List<byte[]> split(byte[] raw) {
    ByteBuffer rest = ByteBuffer.wrap(raw).order(ByteOrder.LITTLE_ENDIAN);
    List<byte[]> records = new ArrayList<>();
    for (int event = 0; event < lengths.events; event++) {
      int length = rest.remaining() < 4 ? -1 : rest.getInt();
      if (length < 0 || length > rest.remaining()) {
        return null;
      }
      byte[] bytes = new byte[length];
      rest.get(bytes);
      records.add(bytes);
    }
    return rest.hasRemaining() ? null : records;
  }

  static int checksum(ByteBuffer file, int from, int length) {
    CRC32C checksum = new CRC32C();
    checksum.update(file.duplicate().position(from).limit(from + length));
    return (int) checksum.getValue();
  }
}
