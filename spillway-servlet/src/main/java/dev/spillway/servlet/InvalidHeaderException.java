package dev.spillway.servlet;

/** A header of a request says nothing that can be understood. Carries no stack trace. */
final class InvalidHeaderException extends Exception {
  private static final long serialVersionUID = 1;

  private final String header;

  InvalidHeaderException(String header, String message) {
    super(message, null, false, false);
    this.header = header;
  }

  /** The header's name. */
  String header() {
    return header;
  }
}
