package dev.spillway.server.cli;

import dev.spillway.Priority;
import dev.spillway.server.cli.terminal.ExitCode;
import dev.spillway.server.cli.terminal.Terminal;
import dev.spillway.server.config.ConfigException;
import dev.spillway.server.config.ConfigInputs;
import dev.spillway.server.config.ConfigReader;
import dev.spillway.server.security.KeyHash;
import dev.spillway.server.security.Scope;
import dev.spillway.server.security.Secrets;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code spillway key create}. */
@Command(
    name = "create",
    header = "Make a key, and what the configuration has to say of it.",
    description = {
      "",
      "The key is printed this once and kept nowhere. The configuration holds its hash, which lets"
          + " nobody in. A key without --tenant is about all tenants."
    },
    footer = {
      "",
      "Examples:",
      "  spillway key create checkout",
      "  spillway key create acme --scope ingest --scope read --tenant acme",
      "  spillway key create batch-jobs --highest-priority low",
      "  spillway key create operator --scope admin",
      "",
      "Exit codes:",
      "  0  the key is printed",
      "  2  the command line is not understood"
    })
final class KeyCreateCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "NAME",
      description = "What logs call it: letters, digits, dots, dashes and underscores.")
  private String name = "";

  @Option(
      names = "--scope",
      paramLabel = "SCOPE",
      description =
          "What it opens: ingest, read, or admin, which may read too but not send. May be given several"
              + " times. Default: ingest.")
  private List<Scope> scopes = List.of(Scope.INGEST);

  @Option(
      names = "--tenant",
      paramLabel = "TENANT",
      description = "A tenant that it is bound to; may be given several times.")
  private List<String> tenants = List.of();

  @Option(
      names = "--highest-priority",
      paramLabel = "PRIORITY",
      description = "Events that are sent with it and want more are given this instead.")
  private @Nullable Priority highest;

  private final Terminal terminal;

  KeyCreateCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    String secret = Secrets.create(new SecureRandom());
    String entry = quoted(name) + ": " + entry(KeyHash.of(secret));
    try {
      ConfigReader.read(new ConfigInputs(null, Map.of(), List.of("security.keys={" + entry + "}")));
    } catch (ConfigException e) {
      e.mistakes().stream().map(KeyCreateCommand::withoutPlace).forEach(terminal::complain);
      return ExitCode.USAGE;
    }
    terminal.out().println("# The key, shown this once:");
    terminal.out().println(secret);
    terminal.out().println();
    terminal.out().println("# For the configuration file:");
    terminal.out().println("security:");
    terminal.out().println("  keys:");
    terminal.out().println("    " + entry);
    terminal.out().flush();
    return ExitCode.OK;
  }

  /** Nobody typed the place that the configuration has it from. */
  private static String withoutPlace(String mistake) {
    return mistake.replace("--set security.keys: ", "");
  }

  private String entry(KeyHash hash) {
    StringBuilder entry =
        new StringBuilder("{hash: \"").append(hash.text()).append("\", scopes: [");
    entry.append(scopes.stream().distinct().map(Scope::token).collect(Collectors.joining(", ")));
    entry.append(']');
    if (!tenants.isEmpty()) {
      entry.append(", tenants: [");
      entry.append(
          tenants.stream()
              .distinct()
              .map(KeyCreateCommand::quoted)
              .collect(Collectors.joining(", ")));
      entry.append(']');
    }
    if (highest != null) {
      entry.append(", highest-priority: ").append(highest.token());
    }
    return entry.append('}').toString();
  }

  /** As YAML reads it back, whatever it is. */
  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
