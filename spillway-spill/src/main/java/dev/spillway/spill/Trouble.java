package dev.spillway.spill;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/** What keeps a log from working, by part. Thread-safe; logs each change once. */
final class Trouble {
  private static final Logger LOGGER = System.getLogger(Trouble.class.getName());

  private final String directory;
  private final Map<String, String> parts = new ConcurrentSkipListMap<>();

  Trouble(String directory) {
    this.directory = directory;
  }

  /** {@code part} does not work, and why; {@code cause} is only logged. */
  void begin(String part, String text, @Nullable Throwable cause) {
    if (parts.put(part, text) == null) {
      LOGGER.log(
          Level.ERROR,
          "event=spill-trouble directory=" + directory + " part=" + part + " why=\"" + text + "\"",
          cause);
    }
  }

  /** {@code part} works again, if it did not. */
  void end(String part) {
    if (parts.remove(part) != null) {
      LOGGER.log(Level.INFO, "event=spill-trouble-over directory=" + directory + " part=" + part);
    }
  }

  /** The first trouble in words, or null. */
  @Nullable String text() {
    for (String text : parts.values()) {
      return text;
    }
    return null;
  }
}
