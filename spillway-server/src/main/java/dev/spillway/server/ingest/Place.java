package dev.spillway.server.ingest;

/** Where the record that is being read stands in its body. */
interface Place {
  /** The line that the record begins in, from 1. */
  int line();

  /** The character of {@link #line} that the record begins at, from 1; 0 when it is the line. */
  int column();

  /** The place as the end of a message. */
  default String shown() {
    return column() == 0 ? "line=" + line() : "line=" + line() + " column=" + column();
  }
}
