package dev.spillway.server.ingest;

import org.jspecify.annotations.Nullable;

/** A body holds a record that cannot become an event. Carries no stack trace. */
public final class RecordException extends Exception {
  private static final long serialVersionUID = 1L;

  private final Kind kind;
  private final int line;
  private final int column;
  private final @Nullable String field;

  private RecordException(Kind kind, int line, int column, @Nullable String field, String message) {
    super(message, null, false, false);
    this.kind = kind;
    this.line = line;
    this.column = column;
    this.field = field;
  }

  static RecordException malformed(int line, int column, String message) {
    return new RecordException(Kind.MALFORMED, line, column, null, message);
  }

  static RecordException field(int line, String field, String message) {
    return new RecordException(Kind.FIELD, line, 0, field, message);
  }

  static RecordException foreignTenant(int line, String message) {
    return new RecordException(Kind.FOREIGN_TENANT, line, 0, "tenant", message);
  }

  static RecordException lineTooLong(int line, int maxLineBytes) {
    return new RecordException(
        Kind.LINE_TOO_LONG,
        line,
        0,
        null,
        "a line must have at most " + maxLineBytes + " bytes: line=" + line);
  }

  static RecordException header(String name, String message) {
    return new RecordException(Kind.HEADER, 0, 0, name, message);
  }

  static RecordException empty() {
    return new RecordException(Kind.EMPTY, 0, 0, null, "the body holds no records");
  }

  public Kind kind() {
    return kind;
  }

  /** The line of the first bad record, from 1; 0 when no line is to blame. */
  public int line() {
    return line;
  }

  /**
   * The character of {@link #line} where reading failed, from 1; 0 when the whole line is meant.
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
    /** A line is longer than allowed. */
    LINE_TOO_LONG,
    /** A header has a value that it may not have. */
    HEADER,
    /** There is no record at all. */
    EMPTY
  }
}
