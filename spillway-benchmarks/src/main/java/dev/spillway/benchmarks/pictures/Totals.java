package dev.spillway.benchmarks.pictures;

import dev.spillway.Priority;
import dev.spillway.benchmarks.pictures.Svg.Box;
import dev.spillway.benchmarks.pictures.Svg.Point;
import dev.spillway.queue.Account;
import dev.spillway.queue.LaneFigures;
import java.util.List;

/** What became of all events of a recording, when everything was delivered. */
record Totals(Recording recording) {
  static final double HEIGHT = 136;

  private static final List<String> HEADS =
      List.of("offered", "delivered", "refused", "displaced", "from disk", "wait p99");
  private static final double ROW = 16;
  private static final double NAME = 52;

  void draw(Svg svg, Box box) {
    double top = box.top() + 26;
    svg.words("heading", new Point(box.left(), top), "In all, once everything was delivered");
    top += 20;
    row(svg, new Box(box.left(), top, box.width(), ROW), "right", HEADS);
    for (Priority priority : Priority.values()) {
      top += ROW;
      svg.words("ink", new Point(box.left(), top), priority.token());
      row(svg, new Box(box.left(), top, box.width(), ROW), "ink right", figures(priority));
    }
  }

  private static void row(Svg svg, Box row, String look, List<String> cells) {
    double width = Math.min(100, (row.width() - NAME) / cells.size());
    for (int index = 0; index < cells.size(); index++) {
      double x = row.left() + NAME + (index + 1) * width;
      svg.words(look, new Point(x, row.top()), cells.get(index));
    }
  }

  private List<String> figures(Priority priority) {
    LaneFigures lane = recording.atRest(priority);
    Account account = lane.account();
    return List.of(
        Svg.grouped(account.offered()),
        Svg.grouped(account.delivered()),
        Svg.grouped(account.refusedTotal()),
        Svg.grouped(account.displaced()),
        Svg.grouped(account.spilled()),
        time(lane.waits().p99Nanos()));
  }

  /** To two or three digits, as much as the histogram knows. */
  private static String time(long nanos) {
    long millis = Math.round(nanos / 1e6);
    if (millis < 1_000) {
      return millis + " ms";
    }
    long tenths = Math.round(nanos / 1e8);
    return tenths / 10 + "." + tenths % 10 + " s";
  }
}
