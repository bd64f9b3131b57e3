package dev.spillway.server.ingest;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A body holds a record that cannot become an event. Carries no stack trace. */
public final class RecordException extends Exception {
  /** Messages quote what was found, and nothing of that may move a cursor. */
  /** What the parser tells its programmer, and a sender can do nothing with. */
  private static final Pattern PARSER_HINT =
      Pattern.compile(": enable `[^`]*` to allow|, from `[^`]*`");

  private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}\\p{Cf}]");

  private static final long serialVersionUID = 1L;

  private final Kind kind;
  private final int line;
  private final int column;
  private final @Nullable String field;

  private RecordException(Kind kind, int line, int column, @Nullable String field, String message) {
    super(visible(message), null, false, false);
    this.kind = kind;
    this.line = line;
    this.column = column;
    this.field = field;
  }

  static RecordException malformed(int line, int column, String message) {
    return new RecordException(Kind.MALFORMED, line, column, null, message);
  }

  static RecordException field(Place place, String field, String message) {
    return new RecordException(Kind.FIELD, place.line(), place.column(), field, message);
  }

  static RecordException foreignTenant(Place place, String message) {
    return new RecordException(
        Kind.FOREIGN_TENANT, place.line(), place.column(), "tenant", message);
  }

  static RecordException tooLarge(Place place, int maxRecordBytes) {
    return new RecordException(
        Kind.TOO_LARGE,
        place.line(),
        place.column(),
        null,
        "a record must have at most " + maxRecordBytes + " bytes: " + place.shown());
  }

  static RecordException header(String name, String message) {
    return new RecordException(Kind.HEADER, 0, 0, name, message);
  }

  static RecordException empty() {
    return new RecordException(Kind.EMPTY, 0, 0, null, "the body holds no records");
  }

  private static String visible(String message) {
    return CONTROL
        .matcher(PARSER_HINT.matcher(message).replaceAll(""))
        .replaceAll(c -> String.format("\\\\u%04x", (int) c.group().charAt(0)));
  }

  /** Foreign text, short enough for a message. */
  static String shortened(String text) {
    return text.length() > 40 ? text.substring(0, 40) + "…" : text;
  }

  public Kind kind() {
    return kind;
  }

  /** The line of the first bad record, from 1; 0 when no line is to blame. */
  public int line() {
    return line;
  }

  /**
   * The character of {@link #line} where reading failed, or where the record that is meant begins,
   * from 1; 0 when the whole line is meant.
   */
  public int column() {
    return column;
  }

  /** The field or header that is wrong, if it is one. */
  public @Nullable String field() {
    return field;
  }

  /** What is wrong, in words for the client. */
  public String detail() {
    return String.valueOf(getMessage());
  }

  /** What is wrong with a body. */
  public enum Kind {
    /** A line is not a record. */
    MALFORMED,
    /** A record's field has a value that it may not have. */
    FIELD,
    /** A record names a tenant that its sender must not name. */
    FOREIGN_TENANT,
    /** A record is larger than allowed. */
    TOO_LARGE,
    /** A header has a value that it may not have. */
    HEADER,
    /** There is no record at all. */
    EMPTY
  }
}
