package dev.spillway.testkit;

import com.github.luben.zstd.Zstd;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/**
 * Segments whose blocks were changed, with checksums that were made right again or not, so that
 * what stands behind the checksums is reached as well. What must hold is said at {@link
 * FuzzedDirectory}.
 *
 * <p>The first byte chooses a sample and whether to repair, the rest are changes.
 */
public final class BlockFuzz {
  private static final int BLOCK_BYTES = FormatBlock.ALIGNMENT;
  private static final int HEADER_BYTES = 64;
  private static final int MOST_CHANGES = 32;
  private static final int MOST_RECORDS = 5_000;
  private static final int LARGEST_EPOCH = 0xefffffff; // some are left to those who open it
  private static final int LARGEST_FILE = 16 * BLOCK_BYTES;
  private static final int[] FIELD_OFFSETS = {4, 5, 6, 7, 8, 12, 16, 20, 24, 32, 40, 48, 56, 60};
  private static final int RIGHT_PAYLOAD = 0x40;
  private static final int RIGHT_HEADER = 0x80;

  private final FuzzBytes input;
  private final FuzzedDirectory directory;
  private final boolean repairing;
  private String target;
  private ByteBuffer file;

  private BlockFuzz(byte[] data) throws IOException {
    input = new FuzzBytes(data);
    int choice = input.oneByte();
    SpillSample[] samples = SpillSample.values();
    directory = new FuzzedDirectory(samples[choice % samples.length]);
    repairing = choice >= 192;
    target = segments().get(0);
    file = content();
  }

  /** What the fuzzer calls. */
  public static void fuzzerTestOneInput(byte[] data) throws IOException {
    BlockFuzz fuzz = new BlockFuzz(data);
    for (int change = 0; change < MOST_CHANGES && !fuzz.input.isEmpty(); change++) {
      fuzz.change();
    }
    fuzz.directory.check(fuzz.repairing);
  }

  private List<String> segments() {
    return directory.files.keySet().stream().filter(name -> name.endsWith(".seg")).toList();
  }

  private byte[] bytes() {
    return directory.files.getOrDefault(target, new byte[0]);
  }

  private ByteBuffer content() {
    return ByteBuffer.wrap(bytes()).order(ByteOrder.LITTLE_ENDIAN);
  }

  private void change() {
    int kind = input.oneByte();
    int offset = input.below(LARGEST_FILE / BLOCK_BYTES) * BLOCK_BYTES;
    switch (kind % 16) {
      case 0 -> choose();
      case 1 -> resize(input.below(LARGEST_FILE));
      case 2 -> directory.files.remove("state");
      default -> {
        if (offset + BLOCK_BYTES <= file.limit()) {
          changeBlock(kind % 16, offset);
          makeRight(kind, offset);
        }
      }
    }
  }

  private void choose() {
    List<String> names = segments();
    target = names.get(input.below(names.size()));
    file = content();
    if (input.oneByte() % 4 == 3) {
      String name = FormatSegment.LANES.get(input.below(FormatSegment.LANES.size()));
      long first = input.number(0) & Long.MAX_VALUE;
      int epoch = (int) input.number(1) & LARGEST_EPOCH;
      byte[] copy = bytes().clone();
      target = String.format("%s-%020d-%08x.seg", name, first, epoch);
      directory.files.put(target, copy);
      file = content();
    }
  }

  private void resize(int bytes) {
    directory.files.put(target, Arrays.copyOf(bytes(), bytes));
    file = content();
  }

  private void changeBlock(int kind, int offset) {
    switch (kind) {
      case 3, 4 -> copyBlock(input.below(LARGEST_FILE / BLOCK_BYTES) * BLOCK_BYTES, offset);
      case 5, 6 -> {
        byte[] bytes = input.bytes(1 + input.oneByte() % 32);
        file.put(offset + input.below(BLOCK_BYTES - bytes.length), bytes);
      }
      case 7, 8 -> putRecords(offset);
      case 9, 10 -> putFrame(offset);
      default -> putField(offset);
    }
  }

  private void copyBlock(int from, int to) {
    if (from + BLOCK_BYTES <= file.limit()) {
      file.put(to, bytes().clone(), from, BLOCK_BYTES);
    }
  }

  private void putField(int offset) {
    int field = input.below(FIELD_OFFSETS.length);
    int at = offset + FIELD_OFFSETS[field];
    if (field < 4) {
      file.put(at, (byte) input.number(file.get(at)));
    } else if (field < 8 || field >= 12) {
      file.putInt(at, (int) input.number(file.getInt(at)));
    } else {
      file.putLong(at, input.number(file.getLong(at)));
    }
  }

  /** Records of given lengths, one of which may be wrong. */
  private void putRecords(int offset) {
    int events = 1 + input.oneByte() % 40;
    int length = input.oneByte() % 90;
    int at = offset + HEADER_BYTES;
    for (int event = 0; event < events; event++) {
      file.putInt(at, length);
      at += Integer.BYTES + length;
    }
    file.putInt(offset + HEADER_BYTES, length + (byte) input.oneByte() / 16);
    int bytes = at - offset - HEADER_BYTES;
    lengths(offset, 0, bytes, bytes);
    file.putInt(offset + 16, events);
  }

  /** A frame of zstd with records of one length, and of a size that the header may deny. */
  private void putFrame(int offset) {
    int rawBytes = (1 + input.oneByte()) << input.oneByte() % 17;
    int most = Math.max(Integer.BYTES, rawBytes / MOST_RECORDS);
    int recordBytes = Math.max(most, 1 + input.oneByte());
    ByteBuffer raw = ByteBuffer.allocate(rawBytes).order(ByteOrder.LITTLE_ENDIAN);
    int events = 0;
    for (int at = 0; at + Integer.BYTES <= rawBytes; at += Integer.BYTES + recordBytes) {
      raw.putInt(at, Math.min(recordBytes, rawBytes - at - Integer.BYTES));
      events++;
    }
    byte[] frame = Zstd.compress(raw.array(), 1);
    int stored = Math.min(frame.length, file.limit() - offset - HEADER_BYTES);
    file.put(offset + HEADER_BYTES, frame, 0, stored);
    lengths(offset, 1, rawBytes + (byte) input.oneByte() / 16, stored);
    file.putInt(offset + 16, events + input.oneByte() / 128);
  }

  private void lengths(int offset, int codec, int rawBytes, int storedBytes) {
    file.put(offset + 5, (byte) codec)
        .putInt(offset + 8, rawBytes)
        .putInt(offset + 12, storedBytes);
  }

  private void makeRight(int kind, int offset) {
    int stored = file.getInt(offset + 12);
    boolean fits = stored >= 0 && stored <= file.limit() - offset - HEADER_BYTES;
    if ((kind & RIGHT_PAYLOAD) != 0 && fits) {
      file.putInt(offset + 56, FormatBlock.checksum(file, offset + HEADER_BYTES, stored));
    }
    if ((kind & RIGHT_HEADER) != 0) {
      file.putInt(offset + 60, FormatBlock.checksum(file, offset, 60));
    }
  }
}
