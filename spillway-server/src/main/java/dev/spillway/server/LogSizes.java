package dev.spillway.server;

import dev.spillway.queue.DiskMode;
import dev.spillway.server.config.DiskConfig;
import dev.spillway.server.config.GatewayConfig;
import dev.spillway.server.config.QueueConfig;
import dev.spillway.spill.SpillLog;
import dev.spillway.spill.SpillLogBuilder;
import dev.spillway.spill.SpillSizeException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Derives a log's sizes from the configuration, and tells which key is to blame for a bad one. */
public final class LogSizes {
  /** Beside its line a record holds its names and figures: five texts of 4 KB and some numbers. */
  private static final int RECORD_OVERHEAD_BYTES = 32 << 10;

  private static final int CARRY_OVER_SHARE = 8;
  private static final int BLOCKS_OF_MEMORY = 64;
  private static final int LEAST_BLOCK_BYTES = 16 << 10;
  private static final int MOST_BLOCK_BYTES = 256 << 10;

  private LogSizes() {}

  /**
   * A size that only the log can judge.
   *
   * @param path the key's whole path
   * @param message what it must be and what it is
   */
  public record Problem(String path, String message) {}

  /** What is wrong with the logs of {@code gateway}; touches no disk. */
  public static List<Problem> problems(GatewayConfig gateway) {
    List<Problem> problems = new ArrayList<>();
    for (QueueConfig queue : gateway.queues().values()) {
      if (queue.disk().mode() != DiskMode.NONE) {
        try {
          log(gateway, queue, gateway.dataDirectory()).check();
        } catch (SpillSizeException e) {
          problems.add(problem(queue, e));
        }
      }
    }
    return problems;
  }

  static SpillLogBuilder log(GatewayConfig gateway, QueueConfig queue, Path directory) {
    long diskBytes = queue.disk().maxBytes();
    DiskConfig.Full full = queue.disk().full();
    SpillLogBuilder builder = SpillLog.builder(directory);
    if (full.keepFreeBytes() != null) {
      builder.keepFreeBytes(full.keepFreeBytes());
    }
    return builder
        .whenFull(full.policy())
        .waitAtMost(full.waitAtMost())
        .slowForce(full.slowForce())
        .diskBytes(diskBytes)
        .carryOverBytes(Math.max(diskBytes / CARRY_OVER_SHARE, queue.memoryBytes()))
        .blockBytes(blockBytes(queue.memoryBytes()))
        .maxRecordBytes(gateway.http().bodies().maxRecordBytes() + RECORD_OVERHEAD_BYTES);
  }

  /** Lanes keep and read ahead a block or two, which together must fit a small memory. */
  private static int blockBytes(long memoryBytes) {
    long fitting = memoryBytes / BLOCKS_OF_MEMORY;
    return (int) Math.max(LEAST_BLOCK_BYTES, Math.min(MOST_BLOCK_BYTES, fitting));
  }

  static Problem problem(QueueConfig queue, SpillSizeException e) {
    String prefix = "queues." + queue.name() + ".";
    return switch (e.name()) {
      case "carry-over-bytes" ->
          new Problem(
              prefix + "memory-bytes",
              prefix
                  + "memory-bytes must be "
                  + e.constraint()
                  + ", or disk.max-bytes larger, so that a stop can write all of it: memory-bytes="
                  + e.bytes());
      case "max-record-bytes" ->
          new Problem(
              "http.max-record-bytes",
              "http.max-record-bytes with "
                  + RECORD_OVERHEAD_BYTES
                  + " more for an event's names must be "
                  + e.constraint()
                  + ": "
                  + e.bytes());
      default ->
          new Problem(
              prefix + "disk.max-bytes",
              prefix + "disk.max-bytes must be " + e.constraint() + ": max-bytes=" + e.bytes());
    };
  }
}
