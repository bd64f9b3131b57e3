package dev.spillway.testkit.disk;

import dev.spillway.testkit.SimulatedFiles;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * What is on a disk: names and the bytes behind them. Copies share what they do not change. For one
 * thread while it changes.
 */
final class CrashImage {
  private final SortedMap<String, Integer> entries;
  private final Map<Integer, Content> contents;

  private CrashImage(SortedMap<String, Integer> entries, Map<Integer, Content> contents) {
    this.entries = entries;
    this.contents = contents;
  }

  static CrashImage empty() {
    return new CrashImage(new TreeMap<>(), new HashMap<>());
  }

  /** An image that goes its own way; this one may still change as well. */
  CrashImage copy() {
    contents.values().forEach(Content::share);
    return new CrashImage(new TreeMap<>(entries), new HashMap<>(contents));
  }

  /** The bytes of one file. */
  private static final class Content {
    private final byte[] bytes;
    private volatile boolean shared;
    private volatile @Nullable Long hash;

    Content(byte[] bytes) {
      this.bytes = bytes;
    }

    void share() {
      if (!shared) {
        shared = true;
      }
    }

    /** Itself, or a copy if others have it too, of {@code size} bytes at least. */
    Content own(int size) {
      boolean fits = !shared && size <= bytes.length;
      return fits ? this : new Content(Arrays.copyOf(bytes, Math.max(size, bytes.length)));
    }

    long hash() {
      Long known = hash;
      if (known == null) {
        CRC32 first = new CRC32();
        first.update(bytes);
        CRC32C second = new CRC32C();
        second.update(bytes);
        known = (first.getValue() << 32 | second.getValue()) + bytes.length;
        hash = known;
      }
      return known;
    }
  }

  /** Makes {@code piece} happen, or what {@code outcome} leaves of it. */
  void apply(Piece piece, Outcome outcome) {
    Operation operation = piece.operation();
    if (outcome == Outcome.OMITTED) {
      return;
    }
    if (operation instanceof Operation.Create create) {
      entries.put(create.name(), create.file());
    } else if (operation instanceof Operation.Delete delete) {
      entries.remove(delete.name());
    } else if (operation instanceof Operation.Rename rename) {
      Integer file = entries.remove(rename.from());
      if (file != null) {
        entries.put(rename.to(), file);
      }
    } else if (operation instanceof Operation.Truncate truncate) {
      byte[] cut = Arrays.copyOf(content(truncate.file()).bytes, truncate.sizeBytes());
      contents.put(truncate.file(), new Content(cut));
    } else if (operation instanceof Operation.Write write) {
      Content own = content(write.file()).own(piece.to());
      contents.put(write.file(), own);
      fill(own.bytes, piece, write, outcome);
    }
  }

  private Content content(int file) {
    Content found = contents.get(file);
    return found == null ? new Content(new byte[0]) : found;
  }

  private static void fill(byte[] bytes, Piece piece, Operation.Write write, Outcome outcome) {
    int from = piece.from();
    int to = piece.to();
    if (outcome == Outcome.APPLIED) {
      write.bytes().get(from - write.position(), bytes, from, to - from);
    } else if (outcome == Outcome.ZEROS) {
      Arrays.fill(bytes, from, to, (byte) 0);
    } else {
      SplittableRandom random = new SplittableRandom(from);
      for (int index = from; index < to; index++) {
        bytes[index] = (byte) random.nextInt();
      }
    }
  }

  /** The names, and the numbers of the files behind them. */
  Map<String, Integer> entries() {
    return entries;
  }

  /** Tells images apart that hold different bytes under their names. */
  long hash() {
    long hash = 0;
    for (Map.Entry<String, Integer> entry : entries.entrySet()) {
      hash = (hash ^ content(entry.getValue()).hash()) * 0x9E3779B97F4A7C15L;
      hash = (hash ^ hash >>> 29) + entry.getKey().hashCode();
    }
    return hash;
  }

  /** The bytes of each file by its name; not to be changed. */
  Map<String, byte[]> named() {
    Map<String, byte[]> named = new HashMap<>();
    entries.forEach((name, file) -> named.put(name, content(file).bytes));
    return named;
  }

  /** Working files with this content. */
  SimulatedFiles files() {
    return SimulatedFiles.of(named());
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    entries.forEach(
        (name, file) ->
            text.append(name).append(' ').append(content(file).bytes.length).append('\n'));
    return text.toString();
  }
}
