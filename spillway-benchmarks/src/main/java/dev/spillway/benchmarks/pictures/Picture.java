package dev.spillway.benchmarks.pictures;

import dev.spillway.Priority;
import dev.spillway.benchmarks.pictures.Load.Phase;
import dev.spillway.benchmarks.pictures.Svg.Box;
import dev.spillway.benchmarks.pictures.Svg.Point;
import java.util.ArrayList;
import java.util.List;

/** Panels below each other, for one recording or for several side by side. */
final class Picture {
  private static final double WIDTH = 960;
  private static final double LEFT = 66;
  private static final double RIGHT = 50;
  private static final double HEADER = 96;
  private static final double HEADING = 34;
  private static final double TIME_AXIS = 24;
  private static final double BOTTOM = 18;
  private static final int MOST_TICKS = 34;

  private final String title;
  private final String subtitle;
  private final Load load;
  private final List<Panel> panels;
  private final List<Column> columns;

  /** A recording and what tells it from the others; empty when there is one. */
  record Column(String heading, Recording recording) {}

  /** A picture of {@code columns}, of the panels that have something to show in any of them. */
  Picture(Words words, Load load, List<Panel> panels, List<Column> columns) {
    title = words.title();
    subtitle = words.subtitle();
    this.load = load;
    this.columns = List.copyOf(columns);
    this.panels =
        panels.stream()
            .filter(panel -> columns.stream().anyMatch(column -> panel.shows(column.recording())))
            .toList();
  }

  /** What stands above the panels. */
  record Words(String title, String subtitle) {}

  String svg() {
    double panelsHeight = 0;
    for (Panel panel : panels) {
      panelsHeight += HEADING + panel.height();
    }
    double height = top() + panelsHeight + TIME_AXIS + Totals.HEIGHT + BOTTOM;
    Box page = new Box(0, 0, WIDTH, height);
    Svg svg = new Svg().open(page, title, subtitle);
    svg.style(Look.css());
    svg.rectangle("paper", page);
    drawHeader(svg);
    for (int index = 0; index < columns.size(); index++) {
      drawColumn(svg, columnBox(index, panelsHeight), columns.get(index).recording());
    }
    return svg.close();
  }

  private double top() {
    return HEADER + (columns.size() > 1 ? 38 : 0);
  }

  private Box columnBox(int index, double height) {
    double width = WIDTH / columns.size();
    return new Box(LEFT + index * width, top(), width - LEFT - RIGHT, height);
  }

  private void drawHeader(Svg svg) {
    svg.words("title", new Point(LEFT, 32), title);
    svg.words("", new Point(LEFT, 52), subtitle);
    double left = LEFT;
    for (Priority priority : Priority.values()) {
      svg.rectangle(priority.token(), new Box(left, 66, 12, 12));
      svg.words("ink", new Point(left + 17, 76), priority.token());
      left += 84;
    }
    for (int index = 0; index < columns.size() && columns.size() > 1; index++) {
      Box box = columnBox(index, 0);
      svg.words("heading", new Point(box.left(), top() - 22), columns.get(index).heading());
    }
  }

  private void drawColumn(Svg svg, Box column, Recording recording) {
    drawPhases(svg, column);
    double top = column.top();
    for (Panel panel : panels) {
      svg.words("heading", new Point(column.left(), top + HEADING - 8), panel.heading());
      Box box = new Box(column.left(), top + HEADING, column.width(), panel.height());
      panel.draw(svg, box, recording, sharedTop(panel));
      top = box.bottom();
    }
    drawTimeAxis(svg, new Box(column.left(), top, column.width(), TIME_AXIS));
    new Totals(recording)
        .draw(
            svg,
            new Box(column.left(), top + TIME_AXIS, column.width() + RIGHT - 6, Totals.HEIGHT));
  }

  /** Columns are compared, so they share their scales. */
  private double sharedTop(Panel panel) {
    double top = 0;
    for (Column column : columns) {
      top = Math.max(top, panel.top(column.recording()));
    }
    return top;
  }

  private void drawPhases(Svg svg, Box column) {
    List<Phase> named = new ArrayList<>(load.phases());
    named.removeIf(phase -> phase.title().isEmpty());
    for (int index = 0; index < named.size(); index++) {
      Phase phase = named.get(index);
      double from = x(column, phase.fromSeconds());
      double until = Math.min(column.right(), x(column, load.untilSeconds(phase)));
      String look = index % 2 == 0 ? "band" : "strong";
      svg.rectangle(look, new Box(from, column.top() + 4, until - from, column.height() - 4));
      Point label = new Point((from + until) / 2, column.top());
      svg.words("middle", label, phase.title());
    }
  }

  private double x(Box column, double seconds) {
    return column.left() + column.width() * seconds / load.shownSeconds();
  }

  private void drawTimeAxis(Svg svg, Box axis) {
    int step = columns.size() * load.shownSeconds() > MOST_TICKS ? 4 : 2;
    for (int second = 0; second <= load.shownSeconds(); second += step) {
      double x = x(axis, second);
      svg.line("axis", new Point(x, axis.top()), new Point(x, axis.top() + 4));
      boolean last = second + step > load.shownSeconds();
      svg.words("middle", new Point(x, axis.top() + 16), last ? second + " s" : "" + second);
    }
  }
}
