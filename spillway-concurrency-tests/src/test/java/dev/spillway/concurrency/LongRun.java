package dev.spillway.concurrency;

import dev.spillway.limit.LimiterProofs;
import dev.spillway.queue.QueueProofs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** What the command {@code concurrency} runs: each part for as long as it is told. */
public final class LongRun {
  private static final Duration STRETCH = Duration.ofMinutes(1);
  private static final Duration LEAST_LOAD = Duration.ofSeconds(1);

  private static final long START_NANOS = System.nanoTime();

  private final long partNanos;
  private final List<String> figures = new ArrayList<>();

  private LongRun(Duration part) {
    partNanos = part.toNanos();
  }

  /** Minutes, and the parts to run; all if none is named. */
  public static void main(String[] arguments) {
    List<String> parts = List.of(arguments).subList(1, arguments.length);
    LongRun run = new LongRun(Duration.ofMinutes(Integer.parseInt(arguments[0])));
    try {
      run.run(parts.isEmpty() ? List.of("interleavings", "collisions", "soak") : parts);
      System.out.println("concurrency: nothing was lost; " + String.join(", ", run.figures));
      System.exit(0);
    } catch (AssertionError | InterruptedException e) {
      e.printStackTrace(System.out);
      System.out.println("concurrency: BROKEN; " + String.join(", ", run.figures));
      System.exit(1);
    }
  }

  private void run(List<String> parts) throws InterruptedException {
    for (String part : parts) {
      switch (part) {
        case "interleavings" -> interleavings();
        case "collisions" -> collisions();
        default -> soak();
      }
    }
  }

  /** More calls and more orders each time, because the same ones would give the same runs. */
  private void interleavings() {
    List<Class<?>> subjects = new ArrayList<>(LimiterProofs.interleaved());
    subjects.addAll(QueueProofs.interleaved());
    long startNanos = System.nanoTime();
    int runs = 0;
    for (int effort = 1; isLeft(startNanos); effort++) {
      for (Class<?> subject : subjects) {
        if (isLeft(startNanos)) {
          Interleavings some = new Interleavings(2 + effort % 2, 1 + effort / 3, 5, 100 * effort);
          some.keepInvariants(subject);
          say("interleavings of %s: %s", subject.getSimpleName(), some);
          runs++;
        }
      }
    }
    figures.add("interleaved subjects=" + runs);
  }

  private void collisions() throws InterruptedException {
    long startNanos = System.nanoTime();
    long rounds = 0;
    for (int seed = 1; isLeft(startNanos); seed++) {
      List<Colliding> subjects = new ArrayList<>(LimiterProofs.colliding());
      subjects.addAll(QueueProofs.colliding());
      long stretchNanos = Math.min(STRETCH.toNanos(), partNanos) / subjects.size();
      for (Colliding subject : subjects) {
        rounds += new Collisions(2 + seed % 3, seed).run(subject, stretchNanos);
      }
      say("collisions: seed=%d rounds=%d", seed, rounds);
    }
    figures.add("rounds=" + rounds);
  }

  private void soak() throws InterruptedException {
    long startNanos = System.nanoTime();
    int soaks = 0;
    while (isLeft(startNanos)) {
      for (LimiterSoak.Kind kind : LimiterSoak.Kind.values()) {
        long loadNanos = Math.min(STRETCH.toNanos(), partNanos) / LimiterSoak.Kind.values().length;
        Duration load = Duration.ofNanos(Math.max(LEAST_LOAD.toNanos(), loadNanos));
        soaks++;
        String last = new LimiterSoak(kind, soaks).run(load);
        say("soak: seed=%d %s", soaks, last);
      }
    }
    figures.add("soaks=" + soaks);
  }

  private boolean isLeft(long startNanos) {
    return System.nanoTime() - startNanos < partNanos;
  }

  private static void say(String format, Object... values) {
    System.out.printf(
        Locale.ROOT,
        "%6d s  %s%n",
        TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - START_NANOS),
        String.format(Locale.ROOT, format, values));
  }
}
