package dev.spillway.server.cli.terminal;

/** Says what was done when a signal such as that of Ctrl-C ends the process. */
public final class LastWords {
  private final Thread saying;

  /** Has {@code words} said at the end of the process, unless they are taken back before. */
  public LastWords(Runnable words) {
    saying = new Thread(words, "last-words");
    Runtime.getRuntime().addShutdownHook(saying);
  }

  /** Leaves them unsaid. */
  public void takeBack() {
    try {
      Runtime.getRuntime().removeShutdownHook(saying);
    } catch (IllegalStateException e) {
      // too late: they are being said
    }
  }
}
