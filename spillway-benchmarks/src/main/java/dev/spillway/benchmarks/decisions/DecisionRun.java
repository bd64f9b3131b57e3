package dev.spillway.benchmarks.decisions;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs the benchmarks of decisions in rounds. In each round every one runs once in a JVM of its
 * own, in an order drawn anew, so figures of one round are comparable and slow moments of the
 * machine hit all alike.
 */
public final class DecisionRun {
  /** What libraries that decide about rates, circuits and queues can be asked. */
  public static final List<Class<?>> SUBJECTS =
      List.of(
          RateGrant.class,
          RateGrantMany.class,
          RateRefuse.class,
          PriorityRateCost.class,
          TenantCost.class,
          CircuitClosed.class,
          CircuitOpen.class,
          QueueRefuse.class);

  private static final String BYTES = "gc.alloc.rate.norm";

  private final List<Class<?>> subjects;
  private final Pace pace;
  private final String pattern;
  private final int[] threads;
  private final Path scratch;

  /**
   * Plans a run.
   *
   * @param subjects the classes of benchmarks
   * @param pattern what of them is measured: a regular expression for {@code Class.method}
   * @param threads how many threads ask at once, one run for each
   */
  public DecisionRun(List<Class<?>> subjects, Pace pace, String pattern, int... threads)
      throws IOException {
    this.subjects = List.copyOf(subjects);
    this.pace = pace;
    this.pattern = pattern;
    this.threads = threads.clone();
    scratch = Files.createTempDirectory("decisions");
  }

  /**
   * Runs everything, tells {@code out} how far it is, and returns what was measured.
   *
   * @throws RunnerException if a contestant failed; what the others needed was told to {@code out}
   */
  public DecisionTable run(PrintStream out) throws RunnerException {
    List<Turn> turns = turns();
    DecisionTable table = new DecisionTable();
    RunnerException failure = null;
    Random order = new Random(1);
    for (int round = 0; round < pace.rounds(); round++) {
      Collections.shuffle(turns, order);
      for (int index = 0; index < turns.size(); index++) {
        Turn turn = turns.get(index);
        try {
          table.add(turn.subject, turn.contestant, turn.threads, measure(turn));
        } catch (RunnerException e) {
          failure = joined(failure, new RunnerException(turn + " failed", e));
        }
        out.printf(
            Locale.ROOT,
            "\r  round %d of %d: %d of %d   ",
            round + 1,
            pace.rounds(),
            index + 1,
            turns.size());
        out.flush();
      }
    }
    out.println();
    if (failure != null) {
      table.print(out);
      throw failure;
    }
    return table;
  }

  private static RunnerException joined(@Nullable RunnerException first, RunnerException next) {
    if (first == null) {
      return next;
    }
    first.addSuppressed(next);
    return first;
  }

  private List<Turn> turns() {
    List<Turn> turns = new ArrayList<>();
    for (Class<?> subject : subjects) {
      for (String method : contestantsOf(subject)) {
        for (int count : threads) {
          if ((subject.getSimpleName() + "." + method).matches(pattern)) {
            turns.add(new Turn(subject, method, count));
          }
        }
      }
    }
    return turns;
  }

  private static List<String> contestantsOf(Class<?> subject) {
    return Arrays.stream(subject.getMethods())
        .filter(method -> method.isAnnotationPresent(Benchmark.class))
        .map(Method::getName)
        .sorted()
        .toList();
  }

  private DecisionTable.Figures measure(Turn turn) throws RunnerException {
    Options options =
        new OptionsBuilder()
            .include(
                "^" + turn.subject.getName().replace(".", "\\.") + "\\." + turn.contestant + "$")
            .threads(turn.threads)
            .forks(1)
            .warmupIterations(6)
            .measurementIterations(3)
            .warmupTime(TimeValue.milliseconds(pace.millis()))
            .measurementTime(TimeValue.milliseconds(pace.millis()))
            .addProfiler(GCProfiler.class)
            .jvmArgs("-Xms512m", "-Xmx512m", "-Dcsp.sentinel.log.dir=" + scratch)
            .output(scratch.resolve("jmh.log").toString())
            .verbosity(VerboseMode.SILENT)
            .shouldFailOnError(true)
            .build();
    Collection<RunResult> results = new Runner(options).run();
    RunResult result = results.iterator().next();
    return new DecisionTable.Figures(
        result.getPrimaryResult().getScore(),
        Objects.requireNonNull(result.getSecondaryResults().get(BYTES)).getScore());
  }

  /**
   * How long a run takes.
   *
   * @param rounds how often each benchmark runs
   * @param millis the length of each of its five iterations, two of which do not count
   */
  public record Pace(int rounds, int millis) {}

  private record Turn(Class<?> subject, String contestant, int threads) {
    @Override
    public String toString() {
      return subject.getSimpleName() + "." + contestant + " threads=" + threads;
    }
  }
}
