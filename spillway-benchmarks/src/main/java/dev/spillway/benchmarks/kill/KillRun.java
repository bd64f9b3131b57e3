package dev.spillway.benchmarks.kill;

import dev.spillway.benchmarks.kill.Told.Ready;
import dev.spillway.benchmarks.kill.Told.Stopped;
import dev.spillway.queue.DiskMode;
import dev.spillway.time.TimeSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Rounds of one life each, drained now and then and at the end. For one use. */
final class KillRun {
  /** Between two of them the ledger grows, and so may the log. */
  private static final int ROUNDS_A_DRAIN = 20;

  private final int rounds;
  private final SplittableRandom random;
  private final Workplace place;
  private final Ledger ledger = new Ledger(Victim.BLOCK_EVENTS);
  private final TimeSource time = TimeSource.system();
  private final long begunNanos = time.nanoTime();
  private final Map<Ending, Integer> endings = new EnumMap<>(Ending.class);
  private int round;
  private int life;
  private long recoveryMaxNanos;

  /**
   * A run in {@code directory}, which is empty.
   *
   * @param seed of all that is drawn
   */
  KillRun(int rounds, long seed, Path directory) {
    this.rounds = rounds;
    random = new SplittableRandom(seed);
    place = new Workplace(directory);
  }

  /**
   * Runs until all is done or something is broken; what the log holds then is left as it is.
   *
   * @param progress hears of the outcome so far after each round
   */
  Outcome run(Consumer<Outcome> progress) throws IOException, InterruptedException {
    while (round < rounds && ledger.findings().areNone()) {
      round++;
      live(LifePlan.draw(++life, random));
      if ((round % ROUNDS_A_DRAIN == 0 || round == rounds) && ledger.findings().areNone()) {
        live(LifePlan.drain(++life, random));
        if (!ledger.isSettled()) {
          ledger.findings().add("all must be delivered in the end, and something is held");
        }
      }
      progress.accept(outcome());
    }
    return outcome();
  }

  private void live(LifePlan plan) throws IOException, InterruptedException {
    ledger.begin(plan.mode() == DiskMode.OVERFLOW);
    Ending seen = Ending.KILLED_IN_RECOVERY;
    try (VictimProcess victim = VictimProcess.start(plan, place)) {
      for (Told told = victim.next(); told != null; told = victim.next()) {
        ledger.hear(told, millis(time.nanoTime()));
        if (told instanceof Ready ready) {
          recoveryMaxNanos = Math.max(recoveryMaxNanos, ready.recoveryNanos());
        }
        seen = ending(told, seen);
      }
      check(plan, victim, seen);
    }
    endings.merge(plan.ending() == Ending.DRAINED ? plan.ending() : seen, 1, Integer::sum);
    place.findErrors(ledger.findings());
    place.tidy();
  }

  private static Ending ending(Told told, Ending before) {
    if (told instanceof Ready) {
      return Ending.KILLED_AT_WORK;
    }
    if (told instanceof Told.Stopping) {
      return Ending.KILLED_IN_SHUTDOWN;
    }
    return told instanceof Stopped ? Ending.STOPPED : before;
  }

  private void check(LifePlan plan, VictimProcess victim, Ending seen) throws InterruptedException {
    int exit = victim.exit();
    Long killedNanos = victim.killedNanos();
    if (victim.tookTooLong()) {
      ledger.findings().add("a life must end: plan=" + plan);
    } else if (killedNanos == null && (seen != Ending.STOPPED || exit != 0)) {
      ledger.findings().add("a life must not end by itself: exit=" + exit + " plan=" + plan);
    }
    if (killedNanos != null && seen != Ending.STOPPED) {
      ledger.killed(millis(killedNanos));
    }
  }

  private int millis(long nanos) {
    return (int) TimeUnit.NANOSECONDS.toMillis(nanos - begunNanos);
  }

  private Outcome outcome() {
    Findings findings = ledger.findings();
    List<String> violations =
        findings.texts().stream()
            .map(text -> "round=" + round + " life=" + life + " " + text)
            .toList();
    return new Outcome(
        round,
        ledger.receipts(),
        findings.broken(),
        ledger.duplicates(),
        Math.round(recoveryMaxNanos / 1e6),
        new EnumMap<>(endings),
        violations);
  }
}
