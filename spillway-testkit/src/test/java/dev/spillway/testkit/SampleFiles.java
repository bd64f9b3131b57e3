package dev.spillway.testkit;

import dev.spillway.spill.SpillFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/** Spill directories on their way between memory, disk and comparison. */
final class SampleFiles {
  private static final String LOCK = "lock"; // the number of some process
  private static final String EMPTY_SPARE = "spare-00000000.free"; // zeros

  private SampleFiles() {}

  /** All that tells something. */
  static void store(SimulatedFiles files, Path directory) throws IOException {
    Files.createDirectories(directory);
    for (String name : files.list()) {
      if (!name.equals(EMPTY_SPARE)) {
        Files.write(directory.resolve(name), bytes(files, name));
      }
    }
  }

  static SimulatedFiles load(Path directory) throws IOException {
    return load(contents(directory));
  }

  static SimulatedFiles load(Map<String, byte[]> contents) throws IOException {
    SimulatedFiles files = new SimulatedFiles();
    for (Map.Entry<String, byte[]> file : contents.entrySet()) {
      try (SpillFile copy = files.create(file.getKey())) {
        copy.write(ByteBuffer.wrap(file.getValue()), 0);
        copy.force();
      }
    }
    files.force();
    return files;
  }

  /** What lies in a directory, and not in one below it. */
  static Map<String, byte[]> contents(Path directory) throws IOException {
    Map<String, byte[]> contents = new TreeMap<>();
    for (Path file : regular(directory)) {
      if (directory.equals(file.getParent())) {
        contents.put(file.getFileName().toString(), Files.readAllBytes(file));
      }
    }
    return contents;
  }

  static Map<String, byte[]> contents(SimulatedFiles files) throws IOException {
    Map<String, byte[]> contents = new TreeMap<>();
    for (String name : files.list()) {
      contents.put(name, bytes(files, name));
    }
    return contents;
  }

  private static byte[] bytes(SimulatedFiles files, String name) throws IOException {
    try (SpillFile file = files.openForReading(name)) {
      ByteBuffer bytes = ByteBuffer.allocate((int) file.sizeBytes());
      file.read(bytes, 0);
      return bytes.array();
    }
  }

  static void delete(Path directory) throws IOException {
    for (Path file : regular(directory)) {
      Files.delete(file);
    }
  }

  private static List<Path> regular(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return List.of();
    }
    try (Stream<Path> found = Files.walk(directory)) {
      return found.filter(Files::isRegularFile).sorted().toList();
    }
  }

  /**
   * Every file as lines that are equal exactly when the bytes are, but for compressed payloads:
   * those are told by what they decompress to, because zstd may compress otherwise in another
   * version or on another machine.
   */
  static NavigableMap<String, List<String>> comparable(Path directory) throws IOException {
    NavigableMap<String, List<String>> files = new TreeMap<>();
    for (Path file : regular(directory)) {
      String name = directory.relativize(file).toString().replace('\\', '/');
      if (!name.equals(LOCK)) {
        files.put(name, comparable(Files.readAllBytes(file)));
      }
    }
    return files;
  }

  private static List<String> comparable(byte[] bytes) {
    ByteBuffer file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    List<String> lines = new ArrayList<>(List.of("size=" + bytes.length));
    int offset = 0;
    while (offset < bytes.length) {
      int end = Math.min(bytes.length, offset + FormatBlock.ALIGNMENT);
      FormatBlock block = FormatBlock.at(file, offset);
      List<byte[]> records = block != null && block.isCompressed() ? block.records() : null;
      if (block == null || records == null) {
        lines.add("at=" + offset + " bytes=" + hex(bytes, offset, end));
      } else {
        end = Math.min(bytes.length, block.nextOffset());
        int payloadEnd = offset + 64 + block.lengths().storedBytes();
        lines.add("at=" + offset + " fields=" + fields(bytes, offset));
        records.forEach(record -> lines.add("record=" + hex(record, 0, record.length)));
        lines.add("behind=" + hex(bytes, payloadEnd, end));
      }
      offset = end;
    }
    return lines;
  }

  /** A header without the stored length and the checksums. */
  private static String fields(byte[] bytes, int offset) {
    return hex(bytes, offset, offset + 12) + " " + hex(bytes, offset + 16, offset + 56);
  }

  /** Without zeros at the end; lines of one place have one length. */
  private static String hex(byte[] bytes, int from, int to) {
    int end = to;
    while (end > from && bytes[end - 1] == 0) {
      end--;
    }
    return HexFormat.of().formatHex(bytes, from, end);
  }

  static String crc(byte[] bytes, int from, int to) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, from, to - from);
    return String.format("%08x", crc.getValue());
  }
}
