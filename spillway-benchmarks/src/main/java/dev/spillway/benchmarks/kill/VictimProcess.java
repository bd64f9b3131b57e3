package dev.spillway.benchmarks.kill;

import com.github.luben.zstd.Zstd;
import dev.spillway.benchmarks.kill.Told.Opening;
import dev.spillway.benchmarks.kill.Told.Ready;
import dev.spillway.benchmarks.kill.Told.Stopping;
import dev.spillway.queue.EventQueue;
import dev.spillway.spill.SpillLog;
import dev.spillway.time.TaskScheduler;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A {@link Victim} in a JVM of its own, which ends as its plan says. */
final class VictimProcess implements AutoCloseable {
  private static final long LONGEST_NANOS = TimeUnit.MINUTES.toNanos(2);

  private final LifePlan plan;
  private final Process process;
  private final BufferedReader lines;
  private final TaskScheduler killer = TaskScheduler.onThread("killer");

  /** Written by the killer's thread. */
  private volatile @Nullable Long killedNanos;

  private volatile boolean tooLong;

  private VictimProcess(LifePlan plan, Process process) {
    this.plan = plan;
    this.process = process;
    lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
    killer.schedule(this::giveUp, LONGEST_NANOS);
  }

  static VictimProcess start(LifePlan plan, Workplace place) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-Xshare:auto",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError",
                "-Duser.language=en",
                "-Djava.util.logging.SimpleFormatter.format=%4$s %5$s%6$s%n",
                "-DZstdTempFolder=" + place.unpacked(),
                "-cp",
                classPath(),
                Victim.class.getName(),
                place.spill().toString(),
                Integer.toString(plan.life()),
                Long.toString(plan.seed()),
                plan.mode().name(),
                plan.ending().name())
            .redirectError(place.log().toFile())
            .start();
    return new VictimProcess(plan, process);
  }

  /** No more than it needs: a JVM that finds another logger on its path starts far later. */
  private static String classPath() {
    return Stream.of(Victim.class, EventQueue.class, SpillLog.class, Zstd.class)
        .map(VictimProcess::home)
        .distinct()
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static String home(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException("class must come from a file: class=" + type.getName(), e);
    }
  }

  /** What it tells next; null when it has ended. */
  @Nullable Told next() throws IOException {
    String line = lines.readLine();
    Told told = line == null ? null : ToldLine.parse(line);
    if (told instanceof Opening && plan.ending() == Ending.KILLED_IN_RECOVERY) {
      killer.schedule(this::kill, plan.fuseNanos());
    } else if (told instanceof Stopping && plan.ending() == Ending.KILLED_IN_SHUTDOWN) {
      killer.schedule(this::kill, plan.fuseNanos());
    } else if (told instanceof Ready && plan.ending() == Ending.KILLED_AT_WORK) {
      killer.schedule(this::kill, plan.workNanos());
    } else if (told instanceof Ready
        && List.of(Ending.KILLED_IN_SHUTDOWN, Ending.STOPPED).contains(plan.ending())) {
      killer.schedule(this::stop, plan.workNanos());
    }
    return told;
  }

  private void kill() {
    killedNanos = killer.time().nanoTime();
    process.toHandle().destroyForcibly(); // unlike Process, it leaves the pipe open
  }

  private void giveUp() {
    tooLong = true;
    kill();
  }

  private void stop() {
    try (OutputStream in = process.getOutputStream()) {
      in.write('\n');
    } catch (IOException e) {
      kill(); // it has ended itself, which its exit code tells
    }
  }

  /** When it was killed, by the system's time; null if it was not. */
  @Nullable Long killedNanos() {
    return killedNanos;
  }

  boolean tookTooLong() {
    return tooLong;
  }

  /** Waits until it is gone; returns its exit code. */
  int exit() throws InterruptedException {
    return process.waitFor();
  }

  @Override
  public void close() {
    killer.close();
    process.destroyForcibly();
  }
}
