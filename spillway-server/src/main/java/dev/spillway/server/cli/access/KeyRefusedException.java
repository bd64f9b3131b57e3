package dev.spillway.server.cli.access;

import dev.spillway.server.cli.terminal.ExitCode;
import java.io.IOException;

/** The gateway wants a key, or another one than it was shown. */
public final class KeyRefusedException extends IOException {
  private static final long serialVersionUID = 1L;

  /** What to do about it. */
  public static final String ADVICE = "; show a key that may with --key-file or SPILLWAY_KEY";

  /** With what the gateway says, to which {@link #ADVICE} is added. */
  public KeyRefusedException(String message) {
    super(message + ADVICE);
  }

  /** Whether a status says so. */
  public static boolean isStatus(int status) {
    return status == 401 || status == 403;
  }

  /** The exit code after {@code failure}. */
  public static int exitCode(IOException failure) {
    return failure instanceof KeyRefusedException ? ExitCode.KEY_REFUSED : ExitCode.INCOMPLETE;
  }
}
