package dev.spillway.server.cli;

import dev.spillway.Priority;
import dev.spillway.queue.Account;
import dev.spillway.queue.LaneFigures;
import dev.spillway.queue.SpillFigures;
import dev.spillway.server.cli.terminal.ProgressLine;
import dev.spillway.server.cli.terminal.Show;
import dev.spillway.server.cli.terminal.Terminal;
import dev.spillway.server.demo.Demo.Moment;
import dev.spillway.server.demo.DemoPlan;
import dev.spillway.server.demo.DemoReport;
import java.io.PrintWriter;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * Shows the demonstration: on a terminal a table that is drawn again four times a second, elsewhere
 * a line a second. Used by one thread at a time.
 */
final class DemoScreen {
  private static final int CELLS = 30;
  private static final double FULL_BAR_EVENTS = 12_000;
  private static final long SPARSE_MILLIS = 1_000;

  private final Terminal terminal;
  private final Map<Priority, Long> deliveredBefore = new EnumMap<>(Priority.class);
  private long shownMillis = -SPARSE_MILLIS;
  private int drawnLines;

  DemoScreen(Terminal terminal) {
    this.terminal = terminal;
  }

  void show(Moment moment) {
    if (terminal.watched()) {
      draw(moment);
    } else if (moment.elapsedMillis() - shownMillis >= SPARSE_MILLIS) {
      terminal.err().println(line(moment));
      terminal.err().flush();
      shownMillis = moment.elapsedMillis();
    }
  }

  private static String line(Moment moment) {
    StringBuilder line = new StringBuilder();
    line.append(
        String.format(
            Locale.ROOT,
            "%5.1f s  sink %-8s held",
            moment.elapsedMillis() / 1e3,
            sinkState(moment)));
    for (Priority priority : Priority.values()) {
      line.append(' ').append(priority.token()).append(' ');
      line.append(lane(moment, priority).account().held());
    }
    return line.append("  memory ").append(Show.bytes(moment.figures().memoryBytes())).toString();
  }

  private static LaneFigures lane(Moment moment, Priority priority) {
    return Objects.requireNonNull(moment.figures().lanes().get(priority));
  }

  private static String sinkState(Moment moment) {
    DemoPlan plan = moment.plan();
    if (plan.isStalledAt(moment.elapsedMillis())) {
      return "STALLED";
    }
    return moment.elapsedMillis() < plan.loadMillis() ? "slow" : "healed";
  }

  private void draw(Moment moment) {
    PrintWriter err = terminal.err();
    if (drawnLines > 0) {
      err.print("\u001b[" + drawnLines + "A");
    }
    drawnLines = 0;
    println("%s", head(moment));
    println("%s", "");
    println("  %-9s %9s %9s %11s   %s", "", "offered", "taken/s", "held", "# memory  = log");
    for (Priority priority : Priority.values()) {
      println("%s", row(moment, priority));
    }
    println("%s", "");
    SpillFigures spill = Objects.requireNonNull(moment.figures().spill());
    println(
        "  memory %s of %s   log %s in %d segments   %s forces",
        Show.bytes(moment.figures().memoryBytes()),
        Show.bytes(moment.figures().memoryBoundBytes()),
        Show.bytes(spill.diskBytes()),
        spill.segments(),
        Show.count(spill.forces()));
    err.flush();
    shownMillis = moment.elapsedMillis();
  }

  private void println(String format, Object... values) {
    String line = String.format(Locale.ROOT, format, values);
    int room = terminal.columns() - 1;
    terminal.err().print("\r" + (line.length() > room ? line.substring(0, room) : line));
    terminal.err().print("\u001b[K\n");
    drawnLines++;
  }

  private static String head(Moment moment) {
    long whole = moment.plan().seconds() * 1_000L;
    String load =
        moment.elapsedMillis() < moment.plan().loadMillis() ? "under twice its load" : "draining";
    return String.format(
        Locale.ROOT,
        "  %s %5.1f s   sink %-7s   %s",
        ProgressLine.bar(Math.min(moment.elapsedMillis(), whole), whole),
        moment.elapsedMillis() / 1e3,
        sinkState(moment),
        load);
  }

  private String row(Moment moment, Priority priority) {
    LaneFigures lane = lane(moment, priority);
    Account account = lane.account();
    Long before = deliveredBefore.put(priority, account.delivered());
    double seconds = Math.max(0.001, (moment.elapsedMillis() - shownMillis) / 1e3);
    double rate = before == null ? 0 : (account.delivered() - before) / seconds;
    return String.format(
        Locale.ROOT,
        "  %-9s %9s %9s %11s   %s",
        priority.token(),
        Show.count(account.offered()),
        Show.count(Math.round(rate)),
        Show.count(account.held()),
        cells(lane.inMemory(), '#') + cells(lane.inLog(), '='));
  }

  private static String cells(long events, char cell) {
    int count = (int) Math.ceil(Math.min(1, events / FULL_BAR_EVENTS) * CELLS);
    return String.valueOf(cell).repeat(count);
  }

  /** Prints what became of every event. */
  void summary(DemoReport report) {
    PrintWriter out = terminal.out();
    out.println();
    out.println(terminal.bold("What became of every event"));
    out.printf(
        Locale.ROOT,
        "  %-9s %9s %9s %8s %8s %7s %5s %20s %22s%n",
        "",
        "offered",
        "delivered",
        "refused",
        "spilled",
        "expired",
        "held",
        "wait p50 / p99",
        "p99 outside stalls");
    for (DemoReport.Lane lane : report.lanes()) {
      Account account = lane.account();
      out.printf(
          Locale.ROOT,
          "  %-9s %9s %9s %8s %8s %7s %5s %20s %22s%n",
          lane.priority().token(),
          Show.count(account.offered()),
          Show.count(account.delivered()),
          Show.count(account.refusedTotal()),
          Show.count(account.spilled()),
          Show.count(account.expired()),
          Show.count(account.held()),
          Show.duration(lane.waits().p50()) + " / " + Show.duration(lane.waits().p99()),
          Show.duration(lane.waitsOutsideStalls().p99()));
    }
    List<DemoPlan.Stall> stalls = report.plan().stalls();
    out.println();
    out.printf(
        Locale.ROOT,
        "  The sink stalled for %s and %s. %s%n",
        Show.duration(stalls.get(0).millis()),
        Show.duration(stalls.get(1).millis()),
        report.exact()
            ? "Accounts are exact: queue, producers and sink agree on every event."
            : "Accounts are NOT exact.");
    out.flush();
  }
}
