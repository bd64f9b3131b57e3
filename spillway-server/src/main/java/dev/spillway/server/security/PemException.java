package dev.spillway.server.security;

/** A PEM file cannot be used; the message names it and says what to do. */
public final class PemException extends Exception {
  private static final long serialVersionUID = 1L;

  PemException(String message) {
    super(message);
  }

  /** What is wrong, in words. */
  public String told() {
    return String.valueOf(getMessage());
  }
}
