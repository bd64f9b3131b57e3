package dev.spillway.server.cli;

import java.io.IOException;

/** The gateway wants a key, or another one than it was shown. */
final class KeyRefusedException extends IOException {
  private static final long serialVersionUID = 1L;

  /** What to do about it. */
  static final String ADVICE = "; show another key with --key-file or SPILLWAY_KEY";

  KeyRefusedException(String message) {
    super(message + ADVICE);
  }

  /** Whether a status says so. */
  static boolean isStatus(int status) {
    return status == 401 || status == 403;
  }

  /** The exit code after {@code failure}. */
  static int exitCode(IOException failure) {
    return failure instanceof KeyRefusedException ? ExitCode.KEY_REFUSED : ExitCode.INCOMPLETE;
  }
}
