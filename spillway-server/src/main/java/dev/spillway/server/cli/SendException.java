package dev.spillway.server.cli;

/** Sending cannot go on; the message is for the person who sent. */
final class SendException extends Exception {
  private static final long serialVersionUID = 1;

  SendException(String message) {
    super(message, null, false, false);
  }
}
