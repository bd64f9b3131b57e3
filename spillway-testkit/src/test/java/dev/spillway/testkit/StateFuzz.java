package dev.spillway.testkit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * States whose slots were changed, with checksums that were made right again or not. What must hold
 * is said at {@link FuzzedDirectory}.
 *
 * <p>The first byte chooses a sample and whether to repair, the rest are changes.
 */
public final class StateFuzz {
  private static final int SLOT_BYTES = 4096;
  private static final int MOST_CHANGES = 32;
  private static final int LANES_OFFSET = 36;
  private static final int LANE_NUMBERS = 44;
  private static final int[] FIELD_OFFSETS = {4, 8, 12, 24, 28, 32};
  private static final int RIGHT = 0x80;

  private final FuzzBytes input;
  private final FuzzedDirectory directory;
  private ByteBuffer state;

  private StateFuzz(FuzzBytes input, FuzzedDirectory directory) {
    this.input = input;
    this.directory = directory;
    state = resized(2 * SLOT_BYTES);
  }

  private byte[] bytes() {
    return directory.files.getOrDefault("state", new byte[0]);
  }

  private ByteBuffer resized(int size) {
    directory.files.put("state", Arrays.copyOf(bytes(), size));
    return ByteBuffer.wrap(bytes()).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** What the fuzzer calls. */
  public static void fuzzerTestOneInput(byte[] data) throws IOException {
    FuzzBytes input = new FuzzBytes(data);
    int choice = input.oneByte();
    SpillSample[] samples = SpillSample.values();
    FuzzedDirectory directory = new FuzzedDirectory(samples[choice % samples.length]);
    StateFuzz fuzz = new StateFuzz(input, directory);
    for (int change = 0; change < MOST_CHANGES && !input.isEmpty(); change++) {
      fuzz.change();
    }
    directory.check(choice >= 192);
  }

  private void change() {
    int kind = input.oneByte();
    int slot = (kind & 1) * SLOT_BYTES;
    if (kind % 16 == 14) {
      state = resized(input.below(3 * SLOT_BYTES));
    } else if (slot + SLOT_BYTES <= state.limit()) {
      changeSlot(kind >> 1 & 7, slot);
      if ((kind & RIGHT) != 0) {
        makeRight(slot);
      }
    }
  }

  private void changeSlot(int kind, int slot) {
    switch (kind) {
      case 0 -> {
        byte[] bytes = input.bytes(1 + input.oneByte() % 32);
        state.put(slot + input.below(SLOT_BYTES - bytes.length), bytes);
      }
      case 1 -> {
        if (state.limit() >= 2 * SLOT_BYTES) {
          state.put(slot, bytes().clone(), SLOT_BYTES - slot, SLOT_BYTES);
        }
      }
      case 2 -> {
        int at = slot + FIELD_OFFSETS[input.below(FIELD_OFFSETS.length)];
        state.putInt(at, (int) input.number(state.getInt(at)));
      }
      case 3 -> state.putLong(slot + 16, input.number(state.getLong(slot + 16)));
      default -> {
        int at = slot + LANES_OFFSET + Long.BYTES * input.below(LANE_NUMBERS);
        state.putLong(at, input.number(state.getLong(at)));
      }
    }
  }

  private void makeRight(int slot) {
    int length = state.getInt(slot + 8);
    if (length >= 16 && length <= SLOT_BYTES) {
      ByteBuffer bytes = state.slice(slot, SLOT_BYTES).order(ByteOrder.LITTLE_ENDIAN);
      bytes.putInt(12, FormatState.checksum(bytes, length));
    }
  }
}
