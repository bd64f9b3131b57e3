package dev.spillway.server.cli.letters;

import dev.spillway.server.cli.terminal.Terminal;
import java.util.Map;
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
      "  2  the command line is not understood",
      "  6  the gateway wants another key"
    })
final class LettersReplayCommand implements Callable<Integer> {
  @Mixin private final LetterOptions options;

  private final Terminal terminal;

  LettersReplayCommand(Terminal terminal, Map<String, String> environment) {
    this.terminal = terminal;
    options = new LetterOptions(environment);
  }

  @Override
  public Integer call() throws InterruptedException {
    return new LetterChange(terminal, options).run("POST", "/replay", "replayed");
  }
}
