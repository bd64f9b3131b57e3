package dev.spillway.benchmarks.limiter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.benchmarks.decisions.DecisionRun.Pace;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

class LimiterRunTest {
  @Test
  void subjects_eachOfTheirMethods_runsOnce() throws Exception {
    Options options =
        new OptionsBuilder()
            .include("\\.limiter\\.\\w+\\.\\w+$")
            .mode(Mode.SingleShotTime)
            .forks(0)
            .warmupIterations(0)
            .measurementIterations(1)
            .shouldFailOnError(true)
            .verbosity(VerboseMode.SILENT)
            .build();
    List<String> methods =
        LimiterRun.SUBJECTS.stream().flatMap(LimiterRunTest::methods).sorted().toList();
    assertThat(new Runner(options).run())
        .extracting(result -> result.getParams().getBenchmark())
        .containsExactlyInAnyOrderElementsOf(methods);
  }

  private static Stream<String> methods(Class<?> subject) {
    return Stream.of(subject.getMethods())
        .filter(method -> method.isAnnotationPresent(Benchmark.class))
        .map(Method::getName)
        .map(name -> subject.getName() + "." + name);
  }

  @Test
  void run_ticketAndFloor_printsFiguresAndWhetherTheBarsHold() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    boolean met = new LimiterRun(new Pace(1, 20), "TakeIdle\\.(floor|spillwayTicket)", 1).run(out);
    assertThat(bytes.toString(StandardCharsets.UTF_8))
        .containsPattern("\\| floor \\| [\\d.]+ \\| [\\d.]+ .*\\| 1\\.00 ")
        .containsPattern("\\| TakeIdle.spillwayTicket, bytes \\| 1 \\| [\\d.]+ .*\\| 0\\.5 \\|")
        .containsPattern(
            "\\| TakeIdle.spillwayTicket / TakeIdle.floor \\| 1 \\| [\\d.]+ .*\\| 3\\.0 \\| "
                + (met ? "yes" : "MISSED"));
  }
}
