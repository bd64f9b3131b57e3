package dev.spillway.benchmarks.pictures;

/** Writes an SVG document by hand, with numbers that look the same everywhere. Not thread-safe. */
final class Svg {
  private final StringBuilder text = new StringBuilder();

  /** An upright rectangle, in pixels. */
  record Box(double left, double top, double width, double height) {
    double right() {
      return left + width;
    }

    double bottom() {
      return top + height;
    }
  }

  /** A place, in pixels from the upper left corner. */
  record Point(double x, double y) {}

  /** Begins the document with what says to a reader who cannot see it what it shows. */
  Svg open(Box size, String title, String description) {
    text.append("<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" viewBox=\"0 0 ");
    text.append(number(size.width())).append(' ').append(number(size.height()));
    text.append("\" width=\"").append(number(size.width()));
    text.append("\" height=\"").append(number(size.height())).append("\">\n");
    text.append("<title>").append(escaped(title)).append("</title>\n");
    text.append("<desc>").append(escaped(description)).append("</desc>\n");
    return this;
  }

  void style(String css) {
    text.append("<style>\n").append(css).append("</style>\n");
  }

  void rectangle(String look, Box box) {
    begin("rect", look);
    attribute("x", box.left());
    attribute("y", box.top());
    attribute("width", box.width());
    attribute("height", box.height());
    text.append("/>\n");
  }

  void line(String look, Point from, Point to) {
    text.append("<path class=\"").append(look).append("\" d=\"M").append(number(from.x()));
    text.append(' ').append(number(from.y())).append('L').append(number(to.x()));
    text.append(' ').append(number(to.y())).append("\"/>\n");
  }

  /** A filled shape whose corners are {@code corners}, in order. */
  void shape(String look, Iterable<Point> corners) {
    text.append("<path class=\"").append(look).append("\" d=\"");
    char command = 'M';
    for (Point corner : corners) {
      text.append(command).append(number(corner.x())).append(' ').append(number(corner.y()));
      command = 'L';
    }
    text.append("Z\"/>\n");
  }

  void words(String look, Point at, String words) {
    begin("text", look);
    attribute("x", at.x());
    attribute("y", at.y());
    text.append('>').append(escaped(words)).append("</text>\n");
  }

  String close() {
    return text.append("</svg>\n").toString();
  }

  private void begin(String element, String look) {
    text.append('<').append(element);
    if (!look.isEmpty()) {
      text.append(" class=\"").append(look).append('"');
    }
  }

  private void attribute(String name, double value) {
    text.append(' ').append(name).append("=\"").append(number(value)).append('"');
  }

  private static String escaped(String words) {
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  /** To a tenth of a pixel. */
  private static String number(double value) {
    long tenths = Math.round(value * 10);
    String whole = (tenths < 0 ? "-" : "") + Math.abs(tenths) / 10;
    return tenths % 10 == 0 ? whole : whole + "." + Math.abs(tenths) % 10;
  }

  /** A count as people write it: {@code 12,345}. */
  static String grouped(long count) {
    StringBuilder digits = new StringBuilder(Long.toString(Math.abs(count)));
    for (int place = digits.length() - 3; place > 0; place -= 3) {
      digits.insert(place, ',');
    }
    return (count < 0 ? "-" : "") + digits;
  }
}
