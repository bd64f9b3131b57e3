package dev.spillway.server.cli;

import dev.spillway.server.cli.letters.LettersCommand;
import dev.spillway.server.cli.send.SendCommand;
import dev.spillway.server.cli.simulate.SimulateCommand;
import dev.spillway.server.cli.spill.SpillCommand;
import dev.spillway.server.cli.terminal.ExitCode;
import dev.spillway.server.cli.terminal.Terminal;
import dev.spillway.yaml.Nearest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;

/** The command {@code spillway} with all that can follow it. */
@Command(
    name = "spillway",
    header = "Overload protection: admits what matters, holds what can wait, loses nothing.",
    description = {"", "Start with spillway serve, then spillway send FILE in another window."},
    synopsisSubcommandLabel = "COMMAND",
    commandListHeading = "%nCommands:%n",
    footer = {
      "",
      "spillway COMMAND --help tells more, with examples and exit codes.",
    })
final class CommandLineApp {
  private static final int HELP_COLUMNS = 96;
  private static final String[] VERSION = {"version"};

  private CommandLineApp() {}

  /** Runs what {@code args} say and returns the exit code. */
  static int run(String... args) {
    return run(Terminal.ofProcess(), System.getenv(), args);
  }

  static int run(Terminal terminal, Map<String, String> environment, String... args) {
    CommandLine root = new CommandLine(new CommandLineApp());
    root.addSubcommand(new ServeCommand(terminal, environment));
    root.addSubcommand(new DemoCommand(terminal));
    root.addSubcommand(new SendCommand(terminal, environment));
    root.addSubcommand(SimulateCommand.commandLine(terminal));
    root.addSubcommand(new ConfigCommand(terminal, environment));
    root.addSubcommand(LettersCommand.commandLine(terminal, environment));
    root.addSubcommand(SpillCommand.commandLine(terminal));
    root.addSubcommand(KeyCommand.commandLine(terminal));
    root.addSubcommand(new VersionCommand(terminal));
    configure(root, terminal);
    if (args.length == 0) {
      root.usage(terminal.out());
      terminal.out().flush();
      return ExitCode.OK;
    }
    return root.execute(meant(root, args));
  }

  /** {@code help send} is {@code send --help}, because people try both. */
  private static String[] meant(CommandLine root, String... args) {
    if (args.length == 1 && args[0].equals("--version")) {
      return VERSION;
    }
    if (!args[0].equals("help")) {
      return args;
    }
    List<String> asked = new ArrayList<>(Arrays.asList(args).subList(1, args.length));
    CommandLine command = root;
    for (String name : asked) {
      CommandLine next = command.getSubcommands().get(name);
      if (next == null) {
        return asked.toArray(String[]::new); // which complains of the name
      }
      command = next;
    }
    asked.add("--help");
    return asked.toArray(String[]::new);
  }

  private static void configure(CommandLine root, Terminal terminal) {
    root.setOut(terminal.out());
    root.setErr(terminal.err());
    root.setColorScheme(
        CommandLine.Help.defaultColorScheme(terminal.colours() ? Ansi.ON : Ansi.OFF));
    root.setCaseInsensitiveEnumValuesAllowed(true);
    root.setAbbreviatedOptionsAllowed(false);
    addHelp(root);
    root.setParameterExceptionHandler((failure, unused) -> usageMistake(terminal, failure));
    root.setExecutionExceptionHandler(
        (failure, command, unused) -> {
          if (failure instanceof InterruptedException) {
            terminal.complain("interrupted");
            return ExitCode.INCOMPLETE;
          }
          throw failure;
        });
  }

  private static void addHelp(CommandLine command) {
    command.setUsageHelpWidth(HELP_COLUMNS);
    command.getCommandSpec().usageMessage().headerHeading("").synopsisHeading("%nUsage: ");
    command.getCommandSpec().usageMessage().parameterListHeading("%n");
    command.getCommandSpec().usageMessage().optionListHeading("%nOptions:%n");
    command
        .getCommandSpec()
        .addOption(
            CommandLine.Model.OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .description("Show this help.")
                .build());
    command.getSubcommands().values().forEach(CommandLineApp::addHelp);
  }

  private static int usageMistake(Terminal terminal, CommandLine.ParameterException failure) {
    String command = failure.getCommandLine().getCommandSpec().qualifiedName();
    terminal.complain(String.valueOf(failure.getMessage()));
    if (failure instanceof CommandLine.UnmatchedArgumentException unmatched) {
      Map<String, CommandLine> commands = failure.getCommandLine().getSubcommands();
      String typed = unmatched.getUnmatched().isEmpty() ? "" : unmatched.getUnmatched().get(0);
      String nearest = Nearest.of(typed, commands.keySet());
      if (nearest != null) {
        terminal.err().println("Did you mean: " + command + " " + nearest);
      }
    }
    terminal.err().println("Try: " + command + " --help");
    terminal.err().flush();
    return ExitCode.USAGE;
  }
}
