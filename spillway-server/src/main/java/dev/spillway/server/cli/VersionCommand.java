package dev.spillway.server.cli;

import dev.spillway.server.cli.terminal.ExitCode;
import dev.spillway.server.cli.terminal.Terminal;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code spillway version}. */
@Command(name = "version", header = "Print the version of Spillway and of Java.")
final class VersionCommand implements Callable<Integer> {
  private final Terminal terminal;

  VersionCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    terminal.out().println("spillway " + version());
    terminal
        .out()
        .println("java " + Runtime.version() + " " + System.getProperty("java.vm.vendor", ""));
    terminal.out().flush();
    return ExitCode.OK;
  }

  /** From the jar's manifest; classes outside of a jar have none. */
  static String version() {
    String version = VersionCommand.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }
}
