package dev.spillway.testkit;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.BitSet;
import java.util.SplittableRandom;

/** The bytes of one simulated file: as programs see them, and as the disk surely holds them. */
final class SimulatedInode {
  static final int SECTOR_BYTES = 512;

  /** Of sixteen pending sectors that a crash catches: so many stay as they were, … */
  private static final int KEPT_OLD = 7;

  /** … so many are new, one is zeros, one is garbage. */
  private static final int KEPT_NEW = 7;

  private byte[] seen = new byte[0];
  private int seenSize;
  private byte[] durable = new byte[0];
  private int durableSize;
  private final BitSet pending = new BitSet();

  private boolean shared;

  /** A file that surely holds {@code bytes}, which are only copied when they change. */
  static SimulatedInode of(byte[] bytes) {
    SimulatedInode inode = new SimulatedInode();
    inode.seen = bytes;
    inode.durable = bytes;
    inode.seenSize = bytes.length;
    inode.durableSize = bytes.length;
    inode.shared = true;
    return inode;
  }

  private void unshare() {
    if (shared) {
      seen = seen.clone();
      durable = durable.clone();
      shared = false;
    }
  }

  int sizeBytes() {
    return seenSize;
  }

  int read(ByteBuffer target, long position) {
    int length = (int) Math.max(0, Math.min(target.remaining(), seenSize - position));
    target.put(seen, (int) Math.min(position, seenSize), length);
    return length;
  }

  void write(ByteBuffer source, long position) {
    unshare();
    int length = source.remaining();
    int end = Math.toIntExact(position + length);
    if (end > seen.length) {
      seen = Arrays.copyOf(seen, Math.max(end, seen.length * 2));
    }
    source.get(seen, (int) position, length);
    seenSize = Math.max(seenSize, end);
    pending.set((int) position / SECTOR_BYTES, (end + SECTOR_BYTES - 1) / SECTOR_BYTES);
  }

  void truncate(long sizeBytes) {
    unshare();
    int size = Math.toIntExact(sizeBytes);
    Arrays.fill(seen, size, seenSize, (byte) 0);
    seenSize = size;
  }

  void force() {
    if (durable.length < seen.length) {
      durable = Arrays.copyOf(durable, seen.length);
    }
    for (int sector = pending.nextSetBit(0); sector >= 0; sector = pending.nextSetBit(sector + 1)) {
      copySector(seen, durable, sector);
    }
    durableSize = seenSize;
    pending.clear();
  }

  /** What Linux does when a force fails: the pages count as written and are not. */
  void failForce() {
    pending.clear();
  }

  private static void copySector(byte[] from, byte[] to, int sector) {
    int start = sector * SECTOR_BYTES;
    int length = Math.max(0, Math.min(SECTOR_BYTES, Math.min(from.length, to.length) - start));
    System.arraycopy(from, start, to, start, length);
  }

  /** What the disk holds after a crash that keeps any part of what was pending. */
  SimulatedInode afterCrash(SplittableRandom random) {
    SimulatedInode after = new SimulatedInode();
    int size = random.nextBoolean() ? durableSize : seenSize;
    if (size > durableSize && random.nextBoolean()) {
      size = durableSize + (size - durableSize) / SECTOR_BYTES / 2 * SECTOR_BYTES;
    }
    byte[] bytes = Arrays.copyOf(durable, Math.max(seen.length, durable.length));
    for (int sector = pending.nextSetBit(0); sector >= 0; sector = pending.nextSetBit(sector + 1)) {
      keep(bytes, sector, random);
    }
    after.seen = Arrays.copyOf(bytes, size);
    after.seenSize = size;
    after.durable = after.seen.clone();
    after.durableSize = size;
    return after;
  }

  private void keep(byte[] bytes, int sector, SplittableRandom random) {
    int choice = random.nextInt(KEPT_OLD + KEPT_NEW + 2);
    if (choice < KEPT_OLD) {
      return;
    }
    if (choice < KEPT_OLD + KEPT_NEW) {
      copySector(seen, bytes, sector);
      return;
    }
    int start = sector * SECTOR_BYTES;
    int end = Math.min(bytes.length, start + SECTOR_BYTES);
    for (int index = start; index < end; index++) {
      bytes[index] = choice % 2 == 0 ? 0 : (byte) random.nextInt();
    }
  }

  /** Changes the bytes in both views, as decay does. */
  void damage(int position, int xor) {
    unshare();
    seen[position] ^= (byte) xor;
    if (position < durableSize) {
      durable[position] ^= (byte) xor;
    }
  }
}
