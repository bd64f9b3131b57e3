package dev.spillway.server.cli;

/** What the exit codes of all commands mean. */
final class ExitCode {
  /** Done, and nothing is missing. */
  static final int OK = 0;

  /** Done as far as possible, and something is missing; the output says what. */
  static final int INCOMPLETE = 1;

  /** The command line is not understood. */
  static final int USAGE = 2;

  /** The configuration has mistakes. */
  static final int CONFIGURATION = 3;

  /** It could not start: a port or a directory is not to be had. */
  static final int CANNOT_START = 4;

  /** A stop lost events that were held. */
  static final int LOST = 5;

  /** The gateway wants a key, or another one than it was shown. */
  static final int KEY_REFUSED = 6;

  private ExitCode() {}
}
