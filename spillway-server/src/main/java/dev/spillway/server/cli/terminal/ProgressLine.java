package dev.spillway.server.cli.terminal;

import dev.spillway.time.TaskScheduler;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Keeps a person informed: one line that is drawn again on a terminal, and a line every ten seconds
 * elsewhere. Thread-safe.
 */
public final class ProgressLine implements AutoCloseable {
  private static final long REDRAW_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
  private static final long SPARSE_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final int BAR_CELLS = 24;
  private static final double WHOLE = 100;

  private final Terminal terminal;
  private final Supplier<String> text;
  private final TaskScheduler scheduler = TaskScheduler.onThread("progress");

  /** Shows what {@code text} says, from soon on until it is closed. */
  public ProgressLine(Terminal terminal, Supplier<String> text) {
    this.terminal = terminal;
    this.text = text;
    schedule();
  }

  private void schedule() {
    scheduler.schedule(this::draw, terminal.watched() ? REDRAW_NANOS : SPARSE_NANOS);
  }

  private void draw() {
    String line = text.get();
    if (terminal.watched()) {
      int room = terminal.columns() - 1;
      String shown = line.length() > room ? line.substring(0, room) : line;
      terminal.err().print(Terminal.CLEARED_LINE + shown);
    } else {
      terminal.err().println(line);
    }
    terminal.err().flush();
    schedule();
  }

  /** Clears the line. */
  @Override
  public void close() {
    scheduler.close();
    if (terminal.watched()) {
      terminal.err().print(Terminal.CLEARED_LINE);
      terminal.err().flush();
    }
  }

  /** {@code [######......] 50%} for a part of a whole; empty when the whole is not known. */
  public static String bar(long done, long whole) {
    if (whole <= 0) {
      return "";
    }
    double share = Math.min(1, done / (double) whole);
    int cells = (int) (share * BAR_CELLS);
    return "["
        + "#".repeat(cells)
        + ".".repeat(BAR_CELLS - cells)
        + "] "
        + String.format("%3d%%", (int) (share * WHOLE));
  }
}
