package dev.spillway.testkit.disk;

import dev.spillway.spill.DiskSpace;
import dev.spillway.spill.SpillFile;
import dev.spillway.spill.SpillFiles;
import java.io.Closeable;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Passes everything on, and notes what changed something. Not thread-safe. */
final class TracedFiles implements SpillFiles {
  private final SpillFiles files;
  private final List<Operation> operations;
  private final Map<String, Integer> numbers;

  /**
   * @param numbers those of the files that are there
   */
  TracedFiles(SpillFiles files, List<Operation> operations, Map<String, Integer> numbers) {
    this.files = files;
    this.operations = operations;
    this.numbers = new HashMap<>(numbers);
  }

  /** Goes on with the same directory after its process was killed. */
  TracedFiles on(SpillFiles sameFiles) {
    return new TracedFiles(sameFiles, operations, numbers);
  }

  private int number(String name) throws IOException {
    Integer number = numbers.get(name);
    if (number == null) {
      throw new FileNotFoundException(name);
    }
    return number;
  }

  @Override
  public void createDirectory() throws IOException {
    files.createDirectory();
  }

  @Override
  public List<String> list() throws IOException {
    return files.list();
  }

  @Override
  public long sizeBytes(String name) throws IOException {
    return files.sizeBytes(name);
  }

  @Override
  public SpillFile create(String name) throws IOException {
    SpillFile file = files.create(name);
    int number = operations.size(); // no two files are created by one operation
    operations.add(new Operation.Create(name, number));
    numbers.put(name, number);
    return new TracedFile(file, number);
  }

  @Override
  public SpillFile open(String name) throws IOException {
    return new TracedFile(files.open(name), number(name));
  }

  @Override
  public SpillFile openForReading(String name) throws IOException {
    return new TracedFile(files.openForReading(name), number(name));
  }

  @Override
  public void rename(String from, String to) throws IOException {
    int number = number(from);
    files.rename(from, to);
    numbers.remove(from);
    numbers.put(to, number);
    operations.add(new Operation.Rename(from, to));
  }

  @Override
  public void delete(String name) throws IOException {
    files.delete(name);
    if (numbers.remove(name) != null) {
      operations.add(new Operation.Delete(name));
    }
  }

  @Override
  public DiskSpace space() throws IOException {
    return files.space();
  }

  @Override
  public void force() throws IOException {
    files.force();
    operations.add(new Operation.ForceEntries());
  }

  @Override
  public Closeable lock() throws IOException {
    return files.lock();
  }

  @Override
  public String toString() {
    return files.toString();
  }

  private final class TracedFile implements SpillFile {
    private final SpillFile file;
    private final int number;

    TracedFile(SpillFile file, int number) {
      this.file = file;
      this.number = number;
    }

    @Override
    public int read(ByteBuffer target, long position) throws IOException {
      return file.read(target, position);
    }

    @Override
    public void write(ByteBuffer source, long position) throws IOException {
      ByteBuffer bytes = ByteBuffer.allocate(source.remaining()).put(source.duplicate()).flip();
      file.write(source, position);
      operations.add(new Operation.Write(number, Math.toIntExact(position), bytes));
    }

    @Override
    public void zeroFill(long fromPosition, long toPosition) throws IOException {
      write(ByteBuffer.allocate(Math.toIntExact(toPosition - fromPosition)), fromPosition);
    }

    @Override
    public void truncate(long sizeBytes) throws IOException {
      file.truncate(sizeBytes);
      operations.add(new Operation.Truncate(number, Math.toIntExact(sizeBytes)));
    }

    @Override
    public void force() throws IOException {
      boolean worked = false;
      try {
        file.force();
        worked = true;
      } finally {
        operations.add(new Operation.Force(number, worked));
      }
    }

    @Override
    public long sizeBytes() throws IOException {
      return file.sizeBytes();
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
