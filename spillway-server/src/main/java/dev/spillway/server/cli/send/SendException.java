package dev.spillway.server.cli.send;

import dev.spillway.server.cli.terminal.ExitCode;

/** Sending cannot go on; the message is for the person who sent. */
final class SendException extends Exception {
  private static final long serialVersionUID = 1;

  private final int exitCode;

  SendException(String message) {
    this(message, ExitCode.INCOMPLETE);
  }

  SendException(String message, int exitCode) {
    super(message, null, false, false);
    this.exitCode = exitCode;
  }

  int exitCode() {
    return exitCode;
  }
}
