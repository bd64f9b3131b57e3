package dev.spillway.benchmarks.overload;

import dev.spillway.queue.EventQueue;
import dev.spillway.queue.QueueFigures;
import dev.spillway.time.TaskScheduler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Looks at memory, disk and heap while a queue works. Thread-safe. */
final class Watcher implements AutoCloseable {
  private static final long EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private final EventQueue queue;
  private final Path directory;
  private final TaskScheduler tasks = TaskScheduler.onThread("watcher");

  /** Written by the watcher's thread alone. */
  private volatile long memoryBytes;

  private volatile long diskBytes;
  private volatile long heapBytes;

  Watcher(EventQueue queue, Path directory) {
    this.queue = queue;
    this.directory = directory;
    tasks.execute(this::look);
  }

  private void look() {
    QueueFigures figures = queue.figures();
    memoryBytes = Math.max(memoryBytes, figures.memoryBytes());
    diskBytes = Math.max(diskBytes, sizeOf(directory));
    heapBytes = Math.max(heapBytes, usedHeapBytes());
    tasks.schedule(this::look, EVERY_NANOS);
  }

  static long usedHeapBytes() {
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private static long sizeOf(Path directory) {
    long bytes = 0;
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        bytes += sizeOfFile(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("directory can't be listed: " + directory, e);
    }
    return bytes;
  }

  private static long sizeOfFile(Path file) throws IOException {
    try {
      return Files.size(file);
    } catch (NoSuchFileException e) {
      return 0; // the log has given it up since it was listed
    }
  }

  Outcome.Peaks peaks(long liveHeapBytes) {
    return new Outcome.Peaks(memoryBytes, diskBytes, heapBytes, liveHeapBytes);
  }

  @Override
  public void close() {
    tasks.close();
  }
}
