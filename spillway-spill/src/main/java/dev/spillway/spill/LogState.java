package dev.spillway.spill;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * What one slot of the state file says.
 *
 * <pre>
 *   0 magic u32 │ 4 format version u32 │ 8 length u32 │ 12 CRC32C u32 │ 16 generation u64
 *   24 last epoch u32 │ 28 flags u32 │ 32 lanes u32 │ 36 lane: cursor, lowest, forced u64, open epoch u64 │ …
 * </pre>
 *
 * @param lastEpoch no segment ever had a greater one
 * @param clean everything was forced and nothing was written since
 */
record LogState(int version, long generation, int lastEpoch, boolean clean, List<Lane> lanes) {
  /** "SPST" when read as bytes. */
  private static final int MAGIC = 0x54535053;

  private static final int CHECKSUM_OFFSET = 12;
  private static final int LANES_OFFSET = 36;
  private static final int LANE_BYTES = 4 * Long.BYTES;
  private static final int FLAG_CLEAN = 1;

  /** Far beyond what any log writes, and far enough from where numbers end. */
  private static final long LARGEST_GENERATION = Long.MAX_VALUE / 2;

  LogState {
    lanes = List.copyOf(lanes);
  }

  /**
   * Where one lane stands.
   *
   * @param cursor all records below are settled
   * @param lowest the first sequence of the lowest segment
   * @param forced all records below were forced
   * @param openEpoch the epoch of the segment that was being written, or 0; every other segment up
   *     to the last epoch holds nothing of use from {@code forced} on
   */
  record Lane(long cursor, long lowest, long forced, int openEpoch) {
    static final Lane NEW = new Lane(0, 0, 0, 0);
  }

  /**
   * Whether nothing was written to {@code segment} behind what was forced: it was not open when the
   * state was written, and is not younger.
   */
  boolean isClosed(SegmentName segment) {
    Lane lane = lanes.get(segment.lane());
    boolean open = lane.openEpoch != 0 && segment.epoch() == lane.openEpoch;
    return !open && knows(segment);
  }

  /** Whether it is from a time when there was {@code segment}. */
  boolean knows(SegmentName segment) {
    return Integer.compareUnsigned(segment.epoch(), lastEpoch) <= 0;
  }

  /** The whole slot, {@link Format#ALIGNMENT} bytes. */
  ByteBuffer encode() {
    ByteBuffer out = ByteBuffer.allocateDirect(Format.ALIGNMENT).order(ByteOrder.LITTLE_ENDIAN);
    int length = LANES_OFFSET + lanes.size() * LANE_BYTES;
    out.putInt(MAGIC).putInt(version).putInt(length).putInt(0).putLong(generation);
    out.putInt(lastEpoch).putInt(clean ? FLAG_CLEAN : 0).putInt(lanes.size());
    for (Lane lane : lanes) {
      out.putLong(lane.cursor).putLong(lane.lowest).putLong(lane.forced);
      out.putLong(Integer.toUnsignedLong(lane.openEpoch));
    }
    out.putInt(CHECKSUM_OFFSET, checksum(out, length));
    return out.clear();
  }

  /**
   * The state in {@code slot}, or null if there is none. Of a newer version only version and
   * generation are told.
   */
  static @Nullable LogState decode(ByteBuffer slot) {
    ByteBuffer in = slot.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    if (in.remaining() < Format.ALIGNMENT || in.getInt() != MAGIC) {
      return null;
    }
    int version = in.getInt();
    int length = in.getInt();
    if (version == 0 || length < LANES_OFFSET || length > Format.ALIGNMENT) {
      return null;
    }
    if (in.getInt() != checksum(in, length)) {
      return null;
    }
    long generation = in.getLong();
    if (version != Format.VERSION) {
      return new LogState(version, generation, 0, false, List.of());
    }
    return decodeLanes(in, length, generation);
  }

  private static @Nullable LogState decodeLanes(ByteBuffer in, int length, long generation) {
    int lastEpoch = in.getInt();
    boolean clean = (in.getInt() & FLAG_CLEAN) != 0;
    int count = in.getInt();
    if (generation < 0 || generation > LARGEST_GENERATION) {
      return null;
    }
    if (count != LaneNames.COUNT || length != LANES_OFFSET + count * LANE_BYTES) {
      return null;
    }
    List<Lane> lanes = new ArrayList<>();
    for (int lane = 0; lane < count; lane++) {
      Lane read = new Lane(in.getLong(), in.getLong(), in.getLong(), (int) in.getLong());
      if (read.cursor < 0 || read.forced < read.cursor || read.forced == Segment.OPEN) {
        return null;
      }
      lanes.add(read);
    }
    return new LogState(Format.VERSION, generation, lastEpoch, clean, lanes);
  }

  private static int checksum(ByteBuffer slot, int length) {
    CRC32C crc = new CRC32C();
    crc.update(slot.duplicate().position(0).limit(CHECKSUM_OFFSET));
    crc.update(slot.duplicate().limit(length).position(CHECKSUM_OFFSET + Integer.BYTES));
    return (int) crc.getValue();
  }
}
