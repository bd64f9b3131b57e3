package dev.spillway.server.cli.letters;

import dev.spillway.server.cli.terminal.ExitCode;
import dev.spillway.server.cli.terminal.Terminal;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code spillway dead-letters}, which only leads to its own commands. */
@Command(
    name = "dead-letters",
    header = "Look at a running gateway's dead letters, replay them or throw them away.",
    description = {
      "",
      "Dead letters are events whose last try failed. Without a gateway, spill list shows them."
    },
    synopsisSubcommandLabel = "COMMAND",
    commandListHeading = "%nCommands:%n",
    footer = {"", "spillway dead-letters COMMAND --help tells more, with examples and exit codes."})
public final class LettersCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  private final Terminal terminal;

  private LettersCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  /** The command with those that follow it. */
  public static CommandLine commandLine(Terminal terminal, Map<String, String> environment) {
    return new CommandLine(new LettersCommand(terminal))
        .addSubcommand(new LettersListCommand(terminal, environment))
        .addSubcommand(new LettersReplayCommand(terminal, environment))
        .addSubcommand(new LettersDiscardCommand(terminal, environment));
  }

  @Override
  public Integer call() {
    spec.commandLine().usage(terminal.out());
    terminal.out().flush();
    return ExitCode.OK;
  }
}
