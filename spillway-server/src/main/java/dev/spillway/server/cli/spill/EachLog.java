package dev.spillway.server.cli.spill;

import dev.spillway.server.GatewayException;
import dev.spillway.server.cli.terminal.ExitCode;
import dev.spillway.server.cli.terminal.Terminal;
import dev.spillway.spill.SpillException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Does something to each log that was named on the command line. */
final class EachLog {
  private EachLog() {}

  /** What is done to one log. */
  interface Step {
    /**
     * Returns an exit code.
     *
     * @throws SpillException if the log cannot be read; the next one's turn comes all the same
     * @throws IllegalArgumentException if what was asked for makes no sense for it
     */
    int on(Path log);
  }

  /**
   * Returns the exit code for all of them. What goes wrong is told.
   *
   * @param unreadable the exit code for a log that cannot be read
   */
  static int in(List<Path> directories, Terminal terminal, int unreadable, Step step) {
    List<Path> logs;
    try {
      logs = SpillDirectories.find(directories);
    } catch (IOException e) {
      terminal.complain(String.valueOf(e.getMessage()));
      return ExitCode.USAGE;
    } catch (GatewayException e) {
      terminal.complain(String.valueOf(e.getMessage()));
      return unreadable;
    }
    int code = ExitCode.OK;
    for (Path log : logs) {
      try {
        code = Math.max(code, step.on(log));
      } catch (SpillException e) {
        terminal.complain(String.valueOf(e.getMessage()));
        code = Math.max(code, unreadable);
      } catch (IllegalArgumentException e) {
        terminal.complain(String.valueOf(e.getMessage()));
        return ExitCode.USAGE;
      }
    }
    return code;
  }
}
