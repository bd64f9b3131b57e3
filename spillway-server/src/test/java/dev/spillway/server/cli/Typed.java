package dev.spillway.server.cli;

import dev.spillway.server.cli.terminal.Terminal;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;

/**
 * What came of a typed command.
 *
 * @param out its results
 * @param err its progress and complaints
 */
record Typed(int exitCode, String out, String err) {
  /** Runs a command as if it had been typed, with nobody watching. */
  static Typed command(String... args) {
    return command(Map.of(), args);
  }

  static Typed command(Map<String, String> environment, String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    Terminal terminal =
        new Terminal(new PrintWriter(out, true), new PrintWriter(err, true), false, false, 80);
    int exitCode = CommandLineApp.run(terminal, environment, args);
    return new Typed(exitCode, out.toString(), err.toString());
  }
}
