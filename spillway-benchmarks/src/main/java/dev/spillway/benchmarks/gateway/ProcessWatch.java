package dev.spillway.benchmarks.gateway;

import dev.spillway.benchmarks.GatewayProcess;
import dev.spillway.time.TaskScheduler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Looks at a gateway once a second while it works, and at times has all of its garbage collected,
 * so that what is left is what lives. Thread-safe.
 */
final class ProcessWatch implements AutoCloseable {
  private static final long EVERY_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** Each stops the gateway for a tenth of a second or so. */
  private static final long COLLECT_EVERY_NANOS = TimeUnit.SECONDS.toNanos(30);

  private static final Pattern COLLECTED = Pattern.compile("Pause Full .* \\d+M->(\\d+)M");
  private static final int MEGA = 20;

  private final GatewayProcess gateway;
  private final Path collections;
  private final TaskScheduler tasks = TaskScheduler.onThread("process-watch");

  /** The fields below are guarded by this. */
  private final List<Long> rssBytes = new ArrayList<>();

  private final List<Long> liveHeapBytes = new ArrayList<>();

  private long memoryBytes;
  private long memoryBoundBytes;
  private long diskBytes;
  private long diskBoundBytes;
  private @Nullable String failure;

  /** Watches a gateway that logs its {@code collections} to a file. */
  ProcessWatch(GatewayProcess gateway, Path collections) {
    this.gateway = gateway;
    this.collections = collections;
    tasks.execute(() -> repeat(this::look, EVERY_NANOS));
    tasks.execute(() -> repeat(this::collect, COLLECT_EVERY_NANOS));
  }

  private interface Glance {
    void take() throws IOException, InterruptedException;
  }

  private void repeat(Glance glance, long everyNanos) {
    try {
      glance.take();
    } catch (IOException e) {
      fail("gateway can't be looked at: " + e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      fail("interrupted");
    }
    tasks.schedule(() -> repeat(glance, everyNanos), everyNanos);
  }

  private void look() throws IOException, InterruptedException {
    JsonNode figures = gateway.figures();
    long resident = gateway.residentBytes();
    synchronized (this) {
      memoryBytes = Math.max(memoryBytes, figures.at("/memory/bytes").asLong());
      memoryBoundBytes = figures.at("/memory/boundBytes").asLong();
      diskBytes = Math.max(diskBytes, figures.at("/spill/bytes").asLong());
      diskBoundBytes = figures.at("/spill/boundBytes").asLong();
      rssBytes.add(resident);
    }
  }

  private void collect() throws IOException, InterruptedException {
    gateway.collectGarbage();
    List<Long> left =
        COLLECTED
            .matcher(Files.readString(collections))
            .results()
            .map(found -> Long.parseLong(found.group(1)) << MEGA)
            .toList();
    if (left.isEmpty()) {
      throw new IOException("its log tells of no full collection: " + collections);
    }
    synchronized (this) {
      liveHeapBytes.add(left.get(left.size() - 1));
    }
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
      List<Long> liveHeapBytes,
      @Nullable String failure) {}

  synchronized Seen seen() {
    return new Seen(
        memoryBytes,
        memoryBoundBytes,
        diskBytes,
        diskBoundBytes,
        List.copyOf(rssBytes),
        List.copyOf(liveHeapBytes),
        failure);
  }

  @Override
  public void close() {
    tasks.close();
  }
}
