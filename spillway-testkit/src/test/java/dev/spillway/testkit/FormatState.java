package dev.spillway.testkit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** What the two slots of a state file say together, as docs/specs/spill-format.md has it. */
record FormatState(boolean hasBothSlots, ByteBuffer newest) {
  private static final int SLOT_BYTES = 4096;
  private static final int MAGIC = 0x54535053;
  private static final int VERSION = 1;
  private static final int LENGTH = 388;
  private static final int LANES = 11;

  /** What counts of a state file; empty if no slot does. */
  static Optional<FormatState> of(byte[] bytes) throws IOException {
    List<ByteBuffer> slots = new ArrayList<>();
    for (int offset = 0; offset < 2 * SLOT_BYTES; offset += SLOT_BYTES) {
      ByteBuffer slot = slot(bytes, offset);
      if (slot != null) {
        slots.add(slot);
      }
    }
    return slots.stream()
        .reduce((first, second) -> first.getLong(16) > second.getLong(16) ? first : second)
        .map(newest -> new FormatState(slots.size() == 2, newest));
  }

  private static @Nullable ByteBuffer slot(byte[] bytes, int offset) throws IOException {
    if (bytes.length < offset + SLOT_BYTES) {
      return null;
    }
    ByteBuffer slot =
        ByteBuffer.wrap(bytes, offset, SLOT_BYTES).slice().order(ByteOrder.LITTLE_ENDIAN);
    int length = slot.getInt(8);
    boolean whole = slot.getInt(0) == MAGIC && length >= 36 && length <= SLOT_BYTES;
    if (!whole || slot.getInt(12) != checksum(slot, length)) {
      return null;
    }
    if (Integer.compareUnsigned(slot.getInt(4), VERSION) > 0) {
      throw new IOException("a newer version: version=" + slot.getInt(4));
    }
    return slot.getInt(4) == VERSION && length == LENGTH && keepsBounds(slot) ? slot : null;
  }

  static int checksum(ByteBuffer slot, int length) {
    CRC32C checksum = new CRC32C();
    checksum.update(slot.duplicate().position(0).limit(12));
    checksum.update(slot.duplicate().position(16).limit(length));
    return (int) checksum.getValue();
  }

  private static boolean keepsBounds(ByteBuffer slot) {
    boolean keeps = slot.getLong(16) >>> 62 == 0 && slot.getInt(32) == LANES;
    for (int lane = 0; lane < LANES; lane++) {
      long cursor = slot.getLong(36 + 32 * lane);
      long forced = slot.getLong(36 + 32 * lane + 16);
      keeps &= cursor >= 0 && cursor <= forced && forced < Long.MAX_VALUE;
    }
    return keeps;
  }

  boolean isClean() {
    return hasBothSlots && (newest.getInt(28) & 1) != 0;
  }

  long cursor(int lane) {
    return newest.getLong(36 + 32 * lane);
  }

  long forced(int lane) {
    return newest.getLong(36 + 32 * lane + 16);
  }

  /** Whether nothing was written to a segment behind what was forced. */
  boolean isClosed(FormatSegment segment) {
    int open = newest.getInt(36 + 32 * segment.lane() + 24);
    return knows(segment) && (open == 0 || segment.epoch() != open);
  }

  /** Whether it is from a time when there was the segment. */
  boolean knows(FormatSegment segment) {
    return Integer.compareUnsigned(segment.epoch(), newest.getInt(24)) <= 0;
  }
}
