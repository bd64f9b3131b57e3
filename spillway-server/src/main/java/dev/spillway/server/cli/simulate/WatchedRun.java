package dev.spillway.server.cli.simulate;

import dev.spillway.server.cli.terminal.LastWords;
import dev.spillway.server.cli.terminal.ProgressLine;
import dev.spillway.server.cli.terminal.Terminal;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Something that takes long: how far it is can be seen, and what stopped it is said. */
final class WatchedRun {
  private final Terminal terminal;

  WatchedRun(Terminal terminal) {
    this.terminal = terminal;
  }

  /** What takes long. */
  interface Work<T> {
    /**
     * Does it.
     *
     * @throws IllegalStateException if a policy fails
     */
    T run() throws InterruptedException;
  }

  /** What {@code work} gives; null if it failed, and then the terminal was told why. */
  <T> @Nullable T of(Work<T> work, Supplier<String> progress) throws InterruptedException {
    LastWords lastWords =
        new LastWords(() -> terminal.complain("stopped before the end; no report was written"));
    ProgressLine line = new ProgressLine(terminal, progress);
    try {
      return work.run();
    } catch (IllegalStateException e) {
      terminal.complain(String.valueOf(e.getMessage()));
      return null;
    } finally {
      line.close();
      lastWords.takeBack();
    }
  }
}
