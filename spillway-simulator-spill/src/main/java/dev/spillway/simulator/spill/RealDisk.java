package dev.spillway.simulator.spill;

import dev.spillway.queue.EventQueue;
import dev.spillway.simulator.World;
import dev.spillway.simulator.scenario.DiskSetup;
import dev.spillway.spill.SpillFiles;
import dev.spillway.spill.SpillLog;
import dev.spillway.spill.SpillLogBuilder;
import dev.spillway.testkit.FaultyFiles;
import dev.spillway.time.TaskScheduler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * A directory below that for temporary files. Its forces take as long as they do, and longer while
 * they are to be slow. A process that dies leaves what it has written, as after a {@code kill -9}.
 */
final class RealDisk implements Disk {
  private final World world;
  private final DiskSetup setup;
  private final Path directory;
  private final Thread atExit = new Thread(this::deleteAll);
  private volatile FaultyFiles files;

  RealDisk(World world, DiskSetup setup) {
    this.world = world;
    this.setup = setup;
    try {
      directory = Files.createTempDirectory("spillway-simulate");
    } catch (IOException e) {
      throw new UncheckedIOException("a directory for temporary files must be writable", e);
    }
    files = newFiles();
    Runtime.getRuntime().addShutdownHook(atExit);
  }

  private FaultyFiles newFiles() {
    FaultyFiles slow = new FaultyFiles(SpillFiles.onDisk(directory.resolve("log")));
    slow.beforeForce(this::beSlow);
    return slow;
  }

  @Override
  public TaskScheduler tasks() {
    return TaskScheduler.onThread("dispatcher");
  }

  @Override
  public SpillLogBuilder log(TaskScheduler tasks) {
    return SpillLog.builder(files);
  }

  private void beSlow() {
    long beginNanos = world.nowNanos();
    long lastingNanos = setup.forceAt(beginNanos).minus(setup.force()).toNanos();
    for (long left = lastingNanos; left > 0; left = beginNanos + lastingNanos - world.nowNanos()) {
      LockSupport.parkNanos(left);
    }
  }

  @Override
  public long busyNanos() {
    return 0;
  }

  @Override
  public void cutOff(EventQueue queue) {
    files.readOnly(true);
    queue.close(); // ends its threads
    files = newFiles();
  }

  @Override
  public void discard() {
    Runtime.getRuntime().removeShutdownHook(atExit);
    deleteAll();
  }

  private void deleteAll() {
    files.readOnly(true); // a log that is still at work makes no more of them
    try (Stream<Path> found = Files.walk(directory)) {
      List<Path> deepestFirst = found.sorted((one, other) -> other.compareTo(one)).toList();
      for (Path path : deepestFirst) {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("temporary files must be deletable: " + directory, e);
    }
  }
}
