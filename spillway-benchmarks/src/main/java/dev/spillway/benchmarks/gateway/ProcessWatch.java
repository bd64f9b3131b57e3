package dev.spillway.benchmarks.gateway;

import dev.spillway.benchmarks.GatewayProcess;
import dev.spillway.time.TaskScheduler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Looks at a gateway once a second while it works. Thread-safe. */
final class ProcessWatch implements AutoCloseable {
  private static final long EVERY_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final Pattern COLLECTED = Pattern.compile("->(\\d+)M\\(\\d+M\\)");
  private static final int MEGA = 20;

  private final GatewayProcess gateway;
  private final TaskScheduler tasks = TaskScheduler.onThread("process-watch");

  /** The fields below are guarded by this. */
  private final List<Long> rssBytes = new ArrayList<>();

  private long memoryBytes;
  private long memoryBoundBytes;
  private long diskBytes;
  private long diskBoundBytes;
  private @Nullable String failure;

  ProcessWatch(GatewayProcess gateway) {
    this.gateway = gateway;
    tasks.execute(this::look);
  }

  private void look() {
    try {
      JsonNode figures = gateway.figures();
      long resident = gateway.residentBytes();
      synchronized (this) {
        memoryBytes = Math.max(memoryBytes, figures.at("/memory/bytes").asLong());
        memoryBoundBytes = figures.at("/memory/boundBytes").asLong();
        diskBytes = Math.max(diskBytes, figures.at("/spill/bytes").asLong());
        diskBoundBytes = figures.at("/spill/boundBytes").asLong();
        rssBytes.add(resident);
      }
    } catch (IOException e) {
      fail("gateway can't be looked at: " + e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      fail("interrupted");
    }
    tasks.schedule(this::look, EVERY_NANOS);
  }

  private synchronized void fail(String what) {
    failure = what;
  }

  /** What was seen at most, and the course of the process's memory. */
  record Seen(
      long memoryBytes,
      long memoryBoundBytes,
      long diskBytes,
      long diskBoundBytes,
      List<Long> rssBytes,
      @Nullable String failure) {}

  synchronized Seen seen() {
    return new Seen(
        memoryBytes, memoryBoundBytes, diskBytes, diskBoundBytes, List.copyOf(rssBytes), failure);
  }

  /** What each collection left that a log of them tells of. */
  static List<Long> leftBytes(Path collections) throws IOException {
    List<Long> left = new ArrayList<>();
    for (String line : Files.readAllLines(collections)) {
      Matcher matcher = COLLECTED.matcher(line);
      if (line.contains("Pause") && matcher.find()) {
        left.add(Long.parseLong(matcher.group(1)) << MEGA);
      }
    }
    return left;
  }

  @Override
  public void close() {
    tasks.close();
  }
}
