package dev.spillway.server.cli.spill;

import dev.spillway.queue.Event;
import dev.spillway.queue.StoredEvent;
import dev.spillway.server.cli.terminal.Show;
import dev.spillway.server.cli.terminal.Terminal;
import dev.spillway.spill.SpillInspector;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Prints the records of one lane for people. Not thread-safe. */
final class RecordLines implements SpillInspector.RecordVisitor {
  private static final int SHOWN_PAYLOAD_BYTES = 4_000;

  private final Terminal terminal;
  private final String lane;
  private final long limit;
  private long records;
  private long damaged;
  private long filled;

  /**
   * Prints at most {@code limit} records.
   *
   * @param limit 0 for all
   */
  RecordLines(Terminal terminal, String lane, long limit) {
    this.terminal = terminal;
    this.lane = lane;
    this.limit = limit;
  }

  @Override
  public void onRecord(long sequence, byte[] bytes, int offset, int length) {
    records++;
    if (limit > 0 && records > limit) {
      return;
    }
    if (records == 1) {
      terminal.out().println("  events of " + lane);
    }
    try {
      print(StoredEvent.read(bytes, offset, length));
    } catch (IllegalArgumentException e) {
      terminal.out().println("  " + sequence + "  not an event: " + e.getMessage());
    }
  }

  private void print(StoredEvent stored) {
    Event event = stored.event();
    StringBuilder line = new StringBuilder("  ");
    line.append(terminal.bold(Terminal.printable(event.id())));
    line.append("  ").append(event.priority().token());
    line.append("  accepted ");
    line.append(Instant.ofEpochMilli(stored.acceptedMillis()).truncatedTo(ChronoUnit.MILLIS));
    StoredEvent.History history = stored.history();
    if (history != null) {
      line.append("  tries ").append(history.tries());
      line.append("  reason: ").append(Terminal.printable(history.reason()));
    }
    terminal.out().println(line);
    int shown = Math.min(event.payloadLength(), SHOWN_PAYLOAD_BYTES);
    String payload =
        new String(event.payloadArray(), event.payloadOffset(), shown, StandardCharsets.UTF_8);
    String more = shown < event.payloadLength() ? " ... " + Show.bytes(event.payloadLength()) : "";
    terminal.out().println("      " + Terminal.printable(payload) + more);
  }

  @Override
  public void onDamage(long first, long end) {
    damaged += end - first;
  }

  @Override
  public void onFilled(long first, long end) {
    filled += end - first;
  }

  /** Tells what was not shown. */
  void end() {
    if (records == 0) {
      terminal.out().println("  no events of " + lane);
    } else if (limit > 0 && records > limit) {
      terminal.out().println("  and " + Show.count(records - limit) + " more; --limit 0 shows all");
    }
    if (damaged > 0) {
      terminal.out().println("  " + Show.count(damaged, "event") + " cannot be read: damaged");
    }
    if (filled > 0) {
      terminal.out().println("  " + Show.count(filled, "event") + " lost before a repair");
    }
    terminal.out().println();
  }
}
