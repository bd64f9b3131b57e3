package dev.spillway.server.cli.send;

import dev.spillway.server.cli.terminal.ProgressLine;
import dev.spillway.server.cli.terminal.Show;
import dev.spillway.time.TimeSource;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Words for how far a sending has come, and for what it came to. */
final class SendProgress {
  private static final double NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

  private final SendCounts counts;
  private final long wholeBytes;
  private final TimeSource time = TimeSource.system();
  private final long startNanos = time.nanoTime();

  /**
   * Follows {@code counts}.
   *
   * @param wholeBytes all that will be sent, or 0 when nobody knows
   */
  SendProgress(SendCounts counts, long wholeBytes) {
    this.counts = counts;
    this.wholeBytes = wholeBytes;
  }

  /** One line for now. */
  String line() {
    long accepted = counts.accepted.get();
    StringBuilder line = new StringBuilder();
    long done = counts.settledBytes.get();
    String bar = ProgressLine.bar(done, wholeBytes);
    line.append(bar).append(bar.isEmpty() ? "" : "  ");
    line.append(Show.count(accepted)).append(" accepted  ");
    line.append(Show.count(rate(accepted))).append("/s");
    if (counts.refusedForLoad.get() > 0) {
      line.append("  refused for now ").append(Show.count(counts.refusedForLoad.get()));
    }
    if (counts.refusedTotal() > 0) {
      line.append("  refused ").append(Show.count(counts.refusedTotal()));
    }
    if (wholeBytes > 0 && done > 0 && done < wholeBytes) {
      double left = elapsedNanos() / (double) done * (wholeBytes - done);
      line.append("  ").append(Show.duration(TimeUnit.NANOSECONDS.toMillis((long) left)));
      line.append(" left");
    }
    if (!counts.waitingFor().isEmpty()) {
      line.append("  waiting for ").append(counts.waitingFor());
    }
    return line.toString();
  }

  /** Some lines for the end. */
  String summary(int files, String queue) {
    long accepted = counts.accepted.get();
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            "Sent %s of %s to queue %s in %s, %s events/s.%n",
            Show.count(accepted, "event"),
            Show.count(files, "file"),
            queue,
            Show.duration(TimeUnit.NANOSECONDS.toMillis(elapsedNanos())),
            Show.count(rate(accepted))));
    row(text, "accepted", accepted, counts.durability());
    Map<String, Long> refused = counts.refused();
    row(
        text,
        "refused",
        counts.refusedTotal(),
        refused.entrySet().stream()
            .map(entry -> entry.getKey() + " " + Show.count(entry.getValue()))
            .collect(Collectors.joining(", ")));
    if (counts.notSent.get() > 0 || counts.isInputUnread()) {
      row(text, "not sent", counts.notSent.get(), notSentNote());
    }
    if (counts.refusedForLoad.get() > 0) {
      row(
          text,
          "resent",
          counts.refusedForLoad.get(),
          "refused for load at first, and sent again after the time that the gateway asked for");
    }
    if (counts.sentAgain.get() > 0) {
      row(
          text,
          "repeated",
          counts.sentAgain.get(),
          "sent again because no answer came; the gateway may hold them twice");
    }
    return text.toString();
  }

  private String notSentNote() {
    return "given up"
        + (counts.isInputUnread() ? ", and the rest of the input, which was not read" : "")
        + (counts.isAnswerMissing()
            ? "; those that no answer came for may have been accepted"
            : "");
  }

  private static void row(StringBuilder text, String name, long number, String note) {
    text.append(String.format("  %-9s %14s  %s", name, Show.count(number), note).stripTrailing());
    text.append(System.lineSeparator());
  }

  private long elapsedNanos() {
    return Math.max(1, time.nanoTime() - startNanos);
  }

  private long rate(long events) {
    return Math.round(events / (elapsedNanos() / NANOS_PER_SECOND));
  }
}
