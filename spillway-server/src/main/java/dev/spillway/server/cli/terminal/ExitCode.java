package dev.spillway.server.cli.terminal;

/** What the exit codes of all commands mean. */
public final class ExitCode {
  /** Done, and nothing is missing. */
  public static final int OK = 0;

  /** Done as far as possible, and something is missing; the output says what. */
  public static final int INCOMPLETE = 1;

  /** The command line is not understood. */
  public static final int USAGE = 2;

  /** The configuration has mistakes. */
  public static final int CONFIGURATION = 3;

  /** A simulation missed a bar that it was to meet; no command ends with 3 for both reasons. */
  public static final int BAR_MISSED = CONFIGURATION;

  /** It could not start: a port or a directory is not to be had. */
  public static final int CANNOT_START = 4;

  /** A stop lost events that were held. */
  public static final int LOST = 5;

  /** The gateway wants a key, or another one than it was shown. */
  public static final int KEY_REFUSED = 6;

  private ExitCode() {}
}
