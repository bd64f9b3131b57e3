package dev.spillway.server.cli.letters;

import dev.spillway.server.cli.terminal.ExitCode;
import dev.spillway.server.cli.terminal.Terminal;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code spillway dead-letters discard}. */
@Command(
    name = "discard",
    header = "Throw dead letters away for good.",
    description = {"", "Options must say which; --all says all."},
    footer = {
      "",
      "Examples:",
      "  spillway dead-letters discard --id a-17 --id a-18",
      "  spillway dead-letters discard --queue orders --all",
      "",
      "Exit codes:",
      "  0  all that was meant is gone",
      "  1  some are kept; the output says why",
      "  2  the command line is not understood",
      "  6  the gateway wants another key"
    })
final class LettersDiscardCommand implements Callable<Integer> {
  @Mixin private final LetterOptions options;

  @Option(names = "--all", description = "All letters of the queue.")
  private boolean all;

  private final Terminal terminal;

  LettersDiscardCommand(Terminal terminal, Map<String, String> environment) {
    this.terminal = terminal;
    options = new LetterOptions(environment);
  }

  @Override
  public Integer call() throws InterruptedException {
    if (all == options.isNarrowed()) {
      terminal.complain(
          "there must be either --all, or one of --id, --priority, --tenant, --limit");
      return ExitCode.USAGE;
    }
    return new LetterChange(terminal, options).run("DELETE", "", "discarded");
  }
}
