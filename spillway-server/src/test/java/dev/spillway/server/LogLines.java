package dev.spillway.server;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** What a class logs from now on, until closed. */
public final class LogLines implements AutoCloseable {
  private final Logger logger;
  private final @Nullable Level level;
  private final ListAppender<ILoggingEvent> appender = new ListAppender<>();

  private LogLines(Logger logger) {
    this.logger = logger;
    level = logger.getLevel();
    logger.setLevel(Level.INFO);
    appender.start();
    logger.addAppender(appender);
  }

  public static LogLines of(Class<?> owner) {
    return new LogLines((Logger) LoggerFactory.getLogger(owner));
  }

  /** What is logged under a name that is no class. */
  public static LogLines named(String name) {
    return new LogLines((Logger) LoggerFactory.getLogger(name));
  }

  /** Each with its level before it. */
  public List<String> lines() {
    return List.copyOf(appender.list).stream()
        .map(event -> event.getLevel() + " " + event.getFormattedMessage())
        .toList();
  }

  @Override
  public void close() {
    logger.detachAppender(appender);
    logger.setLevel(level);
  }
}
