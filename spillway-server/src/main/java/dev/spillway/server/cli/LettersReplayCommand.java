package dev.spillway.server.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code spillway dead-letters replay}. */
@Command(
    name = "replay",
    header = "Put dead letters back into their lanes, oldest first, to be tried again.",
    description = {
      "",
      "All of them, unless options say which. What fails again becomes a dead letter again."
    },
    footer = {
      "",
      "Examples:",
      "  spillway dead-letters replay --id a-17",
      "  spillway dead-letters replay --queue orders --tenant acme",
      "",
      "Exit codes:",
      "  0  all that was meant is replayed",
      "  1  some are kept; the output says why",
      "  2  the command line is not understood"
    })
final class LettersReplayCommand implements Callable<Integer> {
  @Mixin private LetterOptions options = new LetterOptions();

  private final Terminal terminal;

  LettersReplayCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException {
    if (!options.problem().isEmpty()) {
      terminal.complain(options.problem());
      return ExitCode.USAGE;
    }
    return new LetterChange(terminal, options).run("POST", "/replay", "replayed");
  }
}
