package dev.spillway.server;

/** The gateway cannot start; the message says what, where, and what to do. */
public final class GatewayException extends Exception {
  private static final long serialVersionUID = 1;

  /** With a message for an operator. */
  public GatewayException(String message) {
    super(message);
  }

  /** With a message for an operator and the failure behind it. */
  public GatewayException(String message, Throwable cause) {
    super(message, cause);
  }
}
