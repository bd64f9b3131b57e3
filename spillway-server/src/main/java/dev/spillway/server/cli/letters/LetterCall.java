package dev.spillway.server.cli.letters;

import dev.spillway.server.cli.access.AccessOptions;
import dev.spillway.server.cli.access.KeyRefusedException;
import dev.spillway.server.cli.terminal.ExitCode;
import dev.spillway.server.cli.terminal.Terminal;
import java.io.IOException;

/**
 * What all commands about dead letters have in common: whom they ask, and what they say of
 * failures.
 */
final class LetterCall {
  private final Terminal terminal;
  private final LetterOptions options;

  LetterCall(Terminal terminal, LetterOptions options) {
    this.terminal = terminal;
    this.options = options;
  }

  /** What is said to the gateway. */
  interface Talk {
    /** Returns the exit code. */
    int with(LetterClient gateway) throws IOException, InterruptedException;
  }

  /** Does it and returns the exit code. */
  int run(Talk talk) throws InterruptedException {
    String problem = options.problem();
    if (!problem.isEmpty()) {
      terminal.complain(problem);
      return ExitCode.USAGE;
    }
    try {
      return talk.with(new LetterClient(options.access()));
    } catch (AccessOptions.UsageException e) {
      terminal.complain(e.told());
      return ExitCode.USAGE;
    } catch (IOException e) {
      terminal.complain(String.valueOf(e.getMessage()));
      return KeyRefusedException.exitCode(e);
    } finally {
      terminal.out().flush();
    }
  }
}
