package dev.spillway.server.cli.spill;

import dev.spillway.server.cli.terminal.ExitCode;
import dev.spillway.server.cli.terminal.Terminal;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code spillway spill}, which only leads to its own commands. */
@Command(
    name = "spill",
    header = "Look into the logs of queues: what waits, what is dead, what is damaged.",
    description = {
      "",
      "list and verify change nothing, and the gateway may go on running. export changes nothing,"
          + " and repair only what is damaged; both need it stopped."
    },
    synopsisSubcommandLabel = "COMMAND",
    commandListHeading = "%nCommands:%n",
    footer = {"", "spillway spill COMMAND --help tells more, with examples and exit codes."})
public final class SpillCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  private final Terminal terminal;

  private SpillCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  /** The command with those that follow it. */
  public static CommandLine commandLine(Terminal terminal) {
    return new CommandLine(new SpillCommand(terminal))
        .addSubcommand(new SpillListCommand(terminal))
        .addSubcommand(new SpillVerifyCommand(terminal))
        .addSubcommand(new SpillExportCommand(terminal))
        .addSubcommand(new SpillRepairCommand(terminal));
  }

  @Override
  public Integer call() {
    spec.commandLine().usage(terminal.out());
    terminal.out().flush();
    return ExitCode.OK;
  }
}
