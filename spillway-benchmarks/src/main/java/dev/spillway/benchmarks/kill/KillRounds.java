package dev.spillway.benchmarks.kill;

import dev.spillway.benchmarks.TemporaryDirectory;
import dev.spillway.time.TimeSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Kills a process that works on a log, again and again, and fails when a promise was broken. */
@Command(
    name = "kill-rounds",
    sortOptions = false,
    description = {
      "Lets a process work on a log and kills it (SIGKILL) at a random moment, in every round: at"
          + " work, while it opens the log, while it stops; some rounds stop it cleanly. Checks"
          + " that everything that was told durable is delivered, whole, in the order of its lane"
          + " and not more often than documented, and that the accounts of clean stops are exact.",
      "Stops at the first broken promise, keeps the directory and exits with 1."
    })
public final class KillRounds implements Callable<Integer> {
  private static final int BROKEN = 1;

  @Parameters(
      arity = "0..1",
      paramLabel = "ROUNDS",
      defaultValue = "1000",
      description = "how often; default: 1000")
  private int rounds;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "what moments, modes and events are drawn from; default: a new one, printed")
  private @Nullable Long seed;

  @Option(
      names = "--directory",
      paramLabel = "DIR",
      defaultValue = ".",
      description = "where to make a directory for it, which goes afterwards; default: here")
  private Path directory = Path.of(".");

  @Option(
      names = "--progress",
      description =
          "tell after each round how it stands, in one line; ./kill-rounds does, on a terminal")
  private boolean progress;

  @Option(names = "--help", usageHelp = true, description = "print this")
  @SuppressWarnings("UnusedVariable") // picocli acts on it
  private boolean help;

  /** Used by picocli. */
  KillRounds() {}

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new KillRounds()).execute(arguments));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (rounds < 1) {
      System.err.println("ROUNDS must be at least 1: ROUNDS=" + rounds);
      return CommandLine.ExitCode.USAGE;
    }
    if (!Files.isDirectory(directory)) {
      System.err.println("--directory must be there: --directory=" + directory);
      return CommandLine.ExitCode.USAGE;
    }
    long drawn = seed == null ? TimeSource.system().epochMillis() : seed;
    System.out.println("seed=" + drawn);
    TemporaryDirectory made = TemporaryDirectory.in(directory, "spillway-kill-rounds");
    Outcome outcome = new KillRun(rounds, drawn, made.path()).run(this::tell);
    if (outcome.isBroken()) {
      outcome.violations().forEach(line -> System.out.println("kill-rounds: " + line));
      System.out.println("kill-rounds: seed=" + drawn + " kept=" + made.path());
    } else {
      made.close();
    }
    System.out.println(outcome.endingsLine());
    System.out.println(outcome.line());
    return outcome.isBroken() ? BROKEN : CommandLine.ExitCode.OK;
  }

  private void tell(Outcome outcome) {
    if (progress) {
      String end = outcome.rounds() == rounds || outcome.isBroken() ? "\n" : "";
      System.err.print("\r" + outcome.line() + end);
    }
  }
}
