package dev.spillway.benchmarks.brokers;

import dev.spillway.time.TimeSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A program of others that runs until it is closed, or until this process ends. */
final class BrokerProcess implements AutoCloseable {
  private static final Duration LONGEST = Duration.ofMinutes(1);
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private final Process process;
  private final Path log;
  private final Thread atExit = new Thread(this::kill);

  private BrokerProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
    Runtime.getRuntime().addShutdownHook(atExit);
  }

  /**
   * Starts {@code command}.
   *
   * @param log what it prints
   * @param environment added to ours
   */
  static BrokerProcess start(Path log, Map<String, String> environment, List<String> command)
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().putAll(environment);
    return new BrokerProcess(builder.start(), log);
  }

  /** Tries to connect until it is let in. */
  <T> T await(Attempt<T> attempt) throws Exception {
    TimeSource time = TimeSource.system();
    long startNanos = time.nanoTime();
    while (true) {
      try {
        return attempt.run();
      } catch (IOException e) {
        if (!process.isAlive() || time.nanoTime() - startNanos > LONGEST.toNanos()) {
          throw new IOException("broker must begin to serve: " + Files.readString(log), e);
        }
        LockSupport.parkNanos(LOOK_NANOS);
      }
    }
  }

  private void kill() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  /** SIGTERM, and when that does not do, SIGKILL. */
  @Override
  public void close() {
    Runtime.getRuntime().removeShutdownHook(atExit);
    process.destroy();
    try {
      process.waitFor(LONGEST.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    kill();
  }

  interface Attempt<T> {
    T run() throws Exception;
  }
}
